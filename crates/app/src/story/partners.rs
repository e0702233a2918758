//! What the story does with others: some results go home by post, some dossiers need the opinion of another body.
//! It throws dice of its own, so that the rest of the story stays the same.

use anyhow::{Context as _, Result, anyhow};
use consultation::acts::{Ask, answer, ask, enter_answer};
use consultation::domain::{Answer, Body, ConsultationKind, PartId, Position, SendMode};
use consultation::{ConsultationRefused, Cooperation};
use dossier::domain::ReturnBy;
use dossier::person;
use kernel::{Acting, Dong, Instant, Role};
use postal::acts::{HandOver, Register, hand_over, notify, register};
use postal::domain::{Contact, Leg, Notice, OrderId, PostalForm, PostalState, ReportedBy};
use postal::{Postal, PostalRefused};
use store::Tx;

use super::flow::{Event, Live, Story};

/// Of a thousand results that may go by post, so many do.
const BY_POST: u64 = 150;
/// Of a thousand dossiers, so many need an opinion.
const ASKED: u64 = 40;

/// What is on its way to others and back.
#[derive(Debug, Default)]
pub(super) struct Partners {
    /// The order of the dossier in a slot.
    orders: std::collections::BTreeMap<usize, OrderId>,
    /// The questions, and who asked.
    asked: Vec<PartId>,
}

fn by_post<T>(done: Result<T, PostalRefused>) -> Result<T> {
    done.map_err(|refused| match postal::labels::refused(&refused) {
        Some(words) => anyhow!("{words}"),
        None => anyhow!(refused),
    })
}

fn asking<T>(done: Result<T, ConsultationRefused>) -> Result<T> {
    done.map_err(|refused| match consultation::labels::refused(&refused) {
        Some(words) => anyhow!("{words}"),
        None => anyhow!(refused),
    })
}

impl Story {
    fn first(&self, unit: &str, role: Role, at: Instant) -> Result<Acting> {
        let unit = self.staff.unit(unit).with_context(|| format!("no unit {unit}"))?;
        let account = self.staff.holding(unit, role).first().copied().context("nobody holds the role")?;
        self.acting(account, at)
    }

    /// Sends the result by post where the applicant wants it so and the dice say so.
    pub(super) fn send_by_post(
        &mut self,
        tx: &mut Tx<'_>,
        at: Instant,
        (slot, live): (usize, &Live),
    ) -> Result<bool> {
        let dossier = dossier::store::find(tx, live.id)?;
        let wanted = dossier.return_by == ReturnBy::Postal && dossier.postal_eligible;
        if !wanted || !self.aside.permille(BY_POST) {
            return Ok(false);
        }
        let postal = Postal::new(self.cast.office.clone());
        let clerk = self.first("VP", Role::Clerk, at)?;
        let person = person::find(tx, dossier.applicant)?;
        let cmd = Register {
            dossier: Some(dossier.id),
            leg: Leg::Deliver,
            form: PostalForm::Receive,
            sender: Contact {
                name: "Sở Lao động – Thương binh và Xã hội".to_owned(),
                phone: String::new(),
                address: "Bộ phận Tiếp nhận và Trả kết quả".to_owned(),
            },
            receiver: Contact {
                name: person.name,
                phone: person.phone.unwrap_or_default(),
                address: person.address,
            },
            content: "Kết quả giải quyết thủ tục hành chính".to_owned(),
            weight: self.aside.between(50, 400),
            cost: Dong(26_000),
            cod_amount: Dong(0),
        };
        let order = by_post(register(tx, &postal, &clerk, &cmd))?;
        let taken = HandOver { orders: vec![order.id], postman: "Lê Văn Thư".to_owned() };
        by_post(hand_over(tx, &postal, &clerk, &taken))?;
        self.partners.orders.insert(slot, order.id);
        // Three working days are promised; some take longer.
        let most = if self.aside.permille(120) { 6_500 } else { 2_800 };
        let way = self.calendar.full_day().share(self.aside.between(900, most), 1_000);
        let home = self.calendar.after_working(at, way);
        self.plan(home, Event::Delivered, slot);
        Ok(true)
    }

    /// The postman handed the result over.
    pub(super) fn delivered(&mut self, tx: &mut Tx<'_>, at: Instant, slot: usize) -> Result<()> {
        let order = self.partners.orders.remove(&slot).context("no order is on its way")?;
        let postal = Postal::new(self.cast.office.clone());
        let clerk = self.first("VP", Role::Clerk, at)?;
        let notice = Notice {
            event: "delivered".to_owned(),
            state: PostalState::Delivered,
            at,
            place: "Tại địa chỉ".to_owned(),
            note: String::new(),
            taken_by: String::new(),
            cod_collected: false,
            source: ReportedBy::Carrier,
        };
        by_post(notify(tx, &postal, &clerk, (order, &notice))).map(drop)
    }

    /// Asks another body, where the dice say so; the answer comes later, or is still awaited when the story ends.
    pub(super) fn consult(
        &mut self,
        tx: &mut Tx<'_>,
        at: Instant,
        (live, acting): (&Live, &Acting),
    ) -> Result<()> {
        if !self.aside.permille(ASKED) {
            return Ok(());
        }
        let unit = self.staff.unit("KHTC").context("no unit KHTC")?;
        let inside =
            Body {
                unit: Some(unit), code: "KHTC".to_owned(), name: "Phòng Kế hoạch – Tài chính".to_owned()
            };
        let outside =
            Body { unit: None, code: "H31.MAU.1".to_owned(), name: "Sở Tài chính (mẫu)".to_owned() };
        let body = if self.aside.permille(600) { inside } else { outside };
        let cmd = Ask {
            dossier: live.id,
            kind: ConsultationKind::Opinion,
            mode: SendMode::Parallel,
            subject: "Ý kiến về nguồn kinh phí thực hiện".to_owned(),
            content: "Đề nghị cho ý kiến về nguồn kinh phí và mức chi theo quy định hiện hành.".to_owned(),
            legal_basis: "Nghị định 61/2018/NĐ-CP, Điều 19 khoản 5".to_owned(),
            silence_basis: String::new(),
            bodies: vec![(body, 2)],
        };
        let cooperation = self.cooperation();
        let consultation = asking(ask(tx, &cooperation, acting, &cmd))?;
        for part in consultation::parts(tx, consultation.id)? {
            let most = if self.aside.permille(150) { 5_000 } else { 2_000 };
            let taken = self.calendar.full_day().share(self.aside.between(300, most), 1_000);
            let when = self.calendar.after_working(at, taken);
            self.partners.asked.push(part.id);
            self.plan(when, Event::Opinion, self.partners.asked.len() - 1);
        }
        Ok(())
    }

    /// The answer comes.
    pub(super) fn opinion(&mut self, tx: &mut Tx<'_>, at: Instant, place: usize) -> Result<()> {
        let id = self.partners.asked.get(place).copied().context("nothing was asked")?;
        let given = Answer {
            position: Position::Agree,
            text: "Nhất trí với đề xuất.".to_owned(),
            file: None,
            file_name: String::new(),
            signed_by: String::new(),
        };
        let cooperation = self.cooperation();
        let part = consultation::part(tx, id)?;
        if part.body.unit.is_none() {
            let consultation = consultation::find(tx, part.consultation)?;
            let account = consultation.asked_by.context("nobody asked")?;
            let acting = self.acting(account, at)?;
            return asking(enter_answer(tx, &cooperation, &acting, (id, &given))).map(drop);
        }
        let work = process::current(tx, id.get())?.context("no open work")?;
        let acting = self.acting(work.account.context("the work is with nobody")?, at)?;
        asking(answer(tx, &cooperation, &acting, (id, &given))).map(drop)
    }

    fn cooperation(&self) -> Cooperation {
        Cooperation::new(self.cast.office.clone(), "Sở Lao động – Thương binh và Xã hội")
    }
}
