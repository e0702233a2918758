//! A procedure in the words of a page: rows of tables, made from the package alone. Pure.

use calendar::Reading;
use kernel::{Date, vi};
use web::{Pair, Tone};

use crate::domain::{
    Case, Competences, Finding, LegalBasis, Mark, Price, Procedure, ProcedureResult, RequiredPaper, Terms,
    TimeLimit,
};
use crate::labels;

/// How sure something is, as a tag.
#[derive(Debug, Clone)]
pub(crate) struct Sureness {
    pub(crate) tone: Tone,
    pub(crate) text: &'static str,
}

impl From<Mark> for Sureness {
    fn from(mark: Mark) -> Self {
        Self { tone: labels::mark_tone(mark), text: labels::mark(mark) }
    }
}

/// One fact of the row under the title.
#[derive(Debug, Clone)]
pub(crate) struct Headline {
    pub(crate) term: &'static str,
    pub(crate) value: String,
    pub(crate) more: String,
}

/// A case handed in through certain channels.
#[derive(Debug, Clone)]
pub(crate) struct TermsRow {
    pub(crate) case: String,
    pub(crate) note: Option<String>,
    pub(crate) channels: String,
    pub(crate) limit: String,
    /// The legal time, the internal goal, how days are counted.
    pub(crate) details: Vec<String>,
    pub(crate) limit_mark: Sureness,
    pub(crate) money: Vec<String>,
    pub(crate) money_mark: Sureness,
}

/// A paper.
#[derive(Debug, Clone)]
pub(crate) struct PaperRow {
    pub(crate) name: String,
    pub(crate) form: Option<String>,
    pub(crate) sheets: String,
    pub(crate) when: String,
    pub(crate) digitised: bool,
    pub(crate) mark: Sureness,
}

/// A result.
#[derive(Debug, Clone)]
pub(crate) struct ResultRow {
    pub(crate) name: String,
    pub(crate) template: String,
    pub(crate) validity: String,
    pub(crate) mark: Sureness,
}

/// A stage of the law.
#[derive(Debug, Clone)]
pub(crate) struct StageRow {
    pub(crate) agency: String,
    pub(crate) time: String,
    pub(crate) task: String,
}

/// A legal basis.
#[derive(Debug, Clone)]
pub(crate) struct BasisRow {
    pub(crate) text: String,
    pub(crate) mark: Sureness,
}

/// A finding of the reader or the checker.
#[derive(Debug, Clone)]
pub(crate) struct FindingRow {
    pub(crate) tone: Tone,
    pub(crate) severity: &'static str,
    /// Line, 0 where it concerns none.
    pub(crate) line: usize,
    /// What stands in that line.
    pub(crate) source: String,
    pub(crate) what: String,
    pub(crate) remedy: String,
}

/// Everything the procedure page shows of a package.
#[derive(Debug, Clone)]
pub(crate) struct View {
    pub(crate) headlines: Vec<Headline>,
    pub(crate) terms: Vec<TermsRow>,
    pub(crate) papers: Vec<PaperRow>,
    pub(crate) results: Vec<ResultRow>,
    pub(crate) stages: Vec<StageRow>,
    pub(crate) stages_sum: String,
    pub(crate) bases: Vec<BasisRow>,
    pub(crate) note: Option<String>,
    pub(crate) general: Vec<Pair>,
    pub(crate) online: Vec<Pair>,
    pub(crate) announcement: Vec<Pair>,
    /// How many statements carry each mark.
    pub(crate) marks: Vec<(Sureness, String)>,
}

impl View {
    pub(crate) fn of(procedure: &Procedure, unit: &str) -> Self {
        Self {
            headlines: headlines(procedure),
            terms: procedure
                .cases
                .iter()
                .flat_map(|case| case.terms.iter().map(move |terms| terms_row(case, terms)))
                .collect(),
            papers: procedure.papers.iter().map(|paper| paper_row(procedure, paper)).collect(),
            results: procedure.results.iter().map(result_row).collect(),
            stages: procedure
                .stages
                .iter()
                .map(|stage| StageRow {
                    agency: stage.agency.clone(),
                    time: stage.time.to_string(),
                    task: stage.task.clone(),
                })
                .collect(),
            stages_sum: times(&procedure.whole_time()),
            bases: procedure.legal_bases.iter().map(basis_row).collect(),
            note: procedure.note.clone(),
            general: general(procedure, unit),
            online: online(procedure),
            announcement: announcement(procedure),
            marks: marks(procedure),
        }
    }
}

/// Sums of several units, which are never added to one another.
pub(crate) fn times(sums: &[TimeLimit]) -> String {
    sums.iter().map(ToString::to_string).collect::<Vec<_>>().join(" + ")
}

fn terms_row(case: &Case, terms: &Terms) -> TermsRow {
    let channels: Vec<&str> = terms.channels.iter().map(|channel| channel.label()).collect();
    let mut details = Vec::new();
    if let (Some(published), Some(statutory)) = (terms.published, terms.statutory)
        && published != statutory
    {
        details.push(format!("Luật định {statutory}, tỉnh cắt giảm còn {published}"));
    }
    if let Some(internal) = terms.internal {
        details.push(format!("Mục tiêu nội bộ {internal}"));
    }
    if terms.reading == Reading::WorkingTime {
        details.push("Đếm theo giờ làm việc".to_owned());
    }
    let limit_mark = if terms.published.is_some() { terms.published_mark } else { terms.statutory_mark };
    TermsRow {
        case: case.name.clone(),
        note: case.note.clone(),
        channels: channels.join(", "),
        limit: terms.limit().map_or_else(|| "Chưa có thời hạn".to_owned(), |limit| limit.to_string()),
        details,
        limit_mark: limit_mark.into(),
        money: money(terms),
        money_mark: terms.fees_mark.into(),
    }
}

/// Phí and lệ phí, each named as what it is (Luật Phí và lệ phí 2015, Đ.3).
pub(crate) fn money(terms: &Terms) -> Vec<String> {
    let line = |word: &str, price: &Price| {
        let named = price.name.starts_with(word);
        let name = if named { price.name.clone() } else { format!("{word} {}", price.name) };
        format!("{name}: {}", price.text())
    };
    let fees = terms.fees.iter().map(|fee| line("Phí", &fee.0));
    let lines: Vec<String> =
        fees.chain(terms.charges.iter().map(|charge| line("Lệ phí", &charge.0))).collect();
    match terms.fees_mark {
        _ if !lines.is_empty() => lines,
        Mark::Unverified => vec!["Chưa rõ".to_owned()],
        _ => vec!["Không thu".to_owned()],
    }
}

fn paper_row(procedure: &Procedure, paper: &RequiredPaper) -> PaperRow {
    let mut sheets = Vec::new();
    if paper.n_originals > 0 {
        sheets.push(format!("{} bản chính", paper.n_originals));
    }
    if paper.n_copies > 0 {
        sheets.push(format!("{} bản sao", paper.n_copies));
    }
    let mut when: Vec<String> = paper.condition.iter().cloned().collect();
    if let Some(cases) = &paper.cases {
        let name =
            |code: &String| procedure.case(code).map_or_else(|| code.clone(), |case| case.name.clone());
        when.extend(cases.iter().map(|code| format!("Trường hợp: {}", name(code))));
    }
    PaperRow {
        name: paper.name.clone(),
        form: paper.form.clone(),
        sheets: if sheets.is_empty() { "–".to_owned() } else { sheets.join(", ") },
        when: if when.is_empty() { "Luôn cần".to_owned() } else { when.join("; ") },
        digitised: paper.digitised,
        mark: paper.mark.into(),
    }
}

fn result_row(result: &ProcedureResult) -> ResultRow {
    let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".to_owned());
    ResultRow {
        name: result.name.clone(),
        template: or_dash(&result.template),
        validity: or_dash(&result.validity),
        mark: result.mark.into(),
    }
}

fn basis_row(basis: &LegalBasis) -> BasisRow {
    let text = if basis.articles.is_empty() {
        basis.act.clone()
    } else {
        format!("{} {}", basis.articles, basis.act)
    };
    BasisRow { text, mark: basis.mark.into() }
}

fn headlines(procedure: &Procedure) -> Vec<Headline> {
    let all_terms = || procedure.cases.iter().flat_map(|case| &case.terms);
    let limits = distinct(all_terms().filter_map(Terms::limit).map(|limit| limit.to_string()));
    let prices = distinct(all_terms().flat_map(money));
    let results: Vec<&str> = procedure.results.iter().map(|result| result.name.as_str()).collect();
    let n_cases = procedure.cases.len();
    vec![
        Headline {
            term: "Thời hạn",
            value: few(&limits, "mức, xem theo trường hợp"),
            more: if n_cases > 1 { format!("{n_cases} trường hợp") } else { String::new() },
        },
        Headline { term: "Phí, lệ phí", value: few(&prices, "khoản, xem bảng"), more: String::new() },
        Headline {
            term: "Trực tuyến",
            value: procedure.online.level.label().to_owned(),
            more: labels::mark(procedure.online.level_mark).to_owned(),
        },
        Headline {
            term: "Kết quả",
            value: results.first().map_or_else(|| "–".to_owned(), |name| (*name).to_owned()),
            more: match results.len() {
                0 | 1 => String::new(),
                n => format!("và {} kết quả khác", n - 1),
            },
        },
    ]
}

fn distinct(values: impl Iterator<Item = String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for value in values {
        if !out.contains(&value) {
            out.push(value);
        }
    }
    out
}

fn few(values: &[String], many: &str) -> String {
    match values {
        [] => "–".to_owned(),
        [one] => one.clone(),
        [one, two] => format!("{one}; {two}"),
        more => format!("{} {many}", more.len()),
    }
}

fn yes(flag: bool) -> &'static str {
    if flag { "Có" } else { "Không" }
}

fn general(procedure: &Procedure, unit: &str) -> Vec<Pair> {
    let applicants: Vec<&str> = procedure.applicants.iter().map(|who| who.label()).collect();
    let mut pairs = vec![
        Pair::new("Lĩnh vực", procedure.sector.label()),
        Pair::new("Đơn vị giải quyết", unit),
        Pair::new("Cấp giải quyết", procedure.agency_level.label()),
        Pair::new("Đối tượng", if applicants.is_empty() { "–".to_owned() } else { applicants.join(", ") }),
        Pair::new("Sở tiếp nhận", yes(procedure.receives)),
        Pair::new("Đủ điều kiện tiếp nhận", yes(procedure.is_receivable())),
    ];
    pairs.extend(successors(procedure));
    pairs
}

/// The bodies that came to be competent later, each with its day and how sure it is.
fn successors(procedure: &Procedure) -> Vec<Pair> {
    let Some(competences) = Competences::builtin() else { return Vec::new() };
    let ended = |day: Date| procedure.ended_on.is_some_and(|end| end <= day);
    competences
        .history(&procedure.code, procedure.sector)
        .into_iter()
        .filter_map(|body| Some((body, body.from.filter(|from| !ended(*from))?)))
        .map(|(body, from)| {
            let text = format!("{} từ {} ({})", body.name, vi::date(from), labels::mark(body.mark));
            Pair::new("Cơ quan kế tục", text)
        })
        .collect()
}

fn online(procedure: &Procedure) -> Vec<Pair> {
    let online = &procedure.online;
    let marked = |text: &str, mark: Mark| format!("{text} ({})", labels::mark(mark));
    let mut pairs = vec![
        Pair::new("Mức độ", marked(online.level.label(), online.level_mark)),
        Pair::new("Đủ điều kiện trực tuyến", yes(online.eligible)),
        Pair::new("Trên Cổng DVC quốc gia", marked(yes(online.national_portal), online.national_portal_mark)),
        Pair::new("Bưu chính công ích", yes(online.postal)),
    ];
    pairs.extend(online.scopes.iter().map(|scope| {
        let text = format!("{} từ {}", scope.scope.label(), vi::date(scope.from));
        Pair::new("Phạm vi", marked(&text, scope.mark))
    }));
    pairs
}

fn announcement(procedure: &Procedure) -> Vec<Pair> {
    let since = format!("{} ({})", vi::date(procedure.in_force_on), labels::mark(procedure.in_force_mark));
    let mut pairs = vec![Pair::new("Có hiệu lực từ", since)];
    if let Some(decision) = &procedure.announcement {
        let number = if decision.number.is_empty() { "chưa có số" } else { decision.number.as_str() };
        pairs.push(Pair::new("Quyết định công bố", format!("{number} ({})", labels::mark(decision.mark))));
        if let Some(day) = decision.issued_on {
            pairs.push(Pair::new("Ngày ban hành", vi::date(day)));
        }
        if !decision.issuer.is_empty() {
            pairs.push(Pair::new("Cơ quan công bố", decision.issuer.clone()));
        }
    }
    pairs
}

fn marks(procedure: &Procedure) -> Vec<(Sureness, String)> {
    let online = &procedure.online;
    let mut all = vec![
        procedure.code_mark,
        procedure.name_mark,
        procedure.in_force_mark,
        online.level_mark,
        online.national_portal_mark,
    ];
    all.extend(procedure.announcement.iter().map(|decision| decision.mark));
    all.extend(procedure.legal_bases.iter().map(|basis| basis.mark));
    all.extend(online.scopes.iter().map(|scope| scope.mark));
    all.extend(procedure.papers.iter().map(|paper| paper.mark));
    all.extend(procedure.results.iter().map(|result| result.mark));
    all.extend(procedure.processes.iter().map(|process| process.mark));
    for terms in procedure.cases.iter().flat_map(|case| &case.terms) {
        all.extend(terms.statutory.map(|_| terms.statutory_mark));
        all.extend(terms.published.map(|_| terms.published_mark));
        all.push(terms.fees_mark);
        all.extend(terms.fees.iter().map(|fee| fee.0.mark));
        all.extend(terms.charges.iter().map(|charge| charge.0.mark));
    }
    let count = |mark: &Mark| all.iter().filter(|found| *found == mark).count();
    Mark::ALL
        .iter()
        .map(|mark| (Sureness::from(*mark), count(mark)))
        .filter(|(_, n)| *n > 0)
        .map(|(mark, n)| (mark, vi::number(i64::try_from(n).unwrap_or(i64::MAX))))
        .collect()
}

/// Findings with the lines of `text` they speak of, gravest first.
pub(crate) fn findings(found: &[Finding], text: &str) -> Vec<FindingRow> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found: Vec<&Finding> = found.iter().collect();
    found.sort_by_key(|finding| (finding.severity, finding.line));
    found
        .into_iter()
        .map(|finding| {
            let wording = finding.vi();
            let source = finding.line.checked_sub(1).and_then(|at| lines.get(at)).copied().unwrap_or("");
            FindingRow {
                tone: labels::severity_tone(finding.severity),
                severity: finding.severity.label(),
                line: finding.line,
                source: cut(source.trim()),
                what: sentence(&wording.what),
                remedy: sentence(&wording.remedy),
            }
        })
        .collect()
}

/// The checker's fragment as a sentence.
fn sentence(fragment: &str) -> String {
    let mut letters = fragment.chars();
    let mut out: String =
        letters.next().map(char::to_uppercase).into_iter().flatten().chain(letters).collect();
    if !out.is_empty() && !out.ends_with(['.', '…', '!', '?']) {
        out.push('.');
    }
    out
}

/// Enough of a line to find it by.
fn cut(line: &str) -> String {
    const MOST: usize = 100;
    if line.chars().count() <= MOST {
        return line.to_owned();
    }
    line.chars().take(MOST).chain(['…']).collect()
}
