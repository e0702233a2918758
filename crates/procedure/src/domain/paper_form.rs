//! In which form a paper is handed in, and what that form may stand for. A scan is no certified copy, a certified
//! electronic copy is no electronic original: each has its own legal value, and one table says which.

use super::procedure::RequiredPaper;
use super::words::words;

words!(
    /// The form in which a paper is handed in.
    PaperForm {
        /// Paper original.
        Original = "original", "Bản chính";
        /// Copy without certification, made by anyone.
        PlainCopy = "plain_copy", "Bản chụp (photo)";
        /// Paper copy certified from the original (NĐ 23/2015/NĐ-CP, Đ.2 k.2).
        CertifiedCopy = "certified_copy", "Bản sao chứng thực";
        /// Image of a paper that the applicant made; nobody answers for it.
        Scan = "scan", "Bản quét, ảnh chụp";
        /// Copy that an agency made from paper and signed (NĐ 107/2021/NĐ-CP).
        DigitisedCopy = "digitised_copy", "Bản số hóa có chữ ký số của cơ quan";
        /// Electronic copy certified from the original, signed by who certifies (NĐ 45/2020/NĐ-CP, Đ.10).
        CertifiedElectronicCopy = "certified_electronic_copy", "Bản sao chứng thực điện tử";
        /// Made and signed electronically from the start.
        ElectronicOriginal = "electronic_original", "Bản gốc điện tử";
        /// Result of another procedure, issued electronically with the agency's signature.
        ElectronicResult = "electronic_result", "Kết quả giải quyết điện tử";
    }
);

words!(
    /// What a procedure asks of a paper.
    PaperNeed {
        /// The original itself.
        Original = "original", "Bản chính";
        /// A certified copy, or a copy with the original shown.
        CertifiedCopy = "certified_copy", "Bản sao chứng thực, hoặc bản sao kèm bản chính để đối chiếu";
        /// A copy.
        Copy = "copy", "Bản sao";
    }
);

words!(
    /// What a form is worth where a paper is asked for.
    PaperStanding {
        /// Stands for what is asked.
        Accepted = "accepted", "Được chấp nhận";
        /// Stands for it unless the act on the procedure says otherwise.
        UnlessExcluded = "unless_excluded", "Được dùng thay, trừ khi pháp luật chuyên ngành quy định khác";
        /// Only after comparison with the original, at the latest when the result is handed out.
        AfterComparison = "after_comparison", "Phải đối chiếu với bản chính, chậm nhất khi trả kết quả";
        /// Does not stand for it.
        Refused = "refused", "Không được dùng thay";
    }
);

impl PaperForm {
    /// Whether it is a file and no sheet.
    pub const fn is_electronic(self) -> bool {
        matches!(
            self,
            Self::Scan
                | Self::DigitisedCopy
                | Self::CertifiedElectronicCopy
                | Self::ElectronicOriginal
                | Self::ElectronicResult
        )
    }

    /// Whether the form has its value from a digital signature, which must be verified before it is accepted.
    pub const fn needs_signature(self) -> bool {
        self.is_electronic() && !matches!(self, Self::Scan)
    }

    /// What a paper in this form is worth where `need` is asked for.
    pub const fn standing(self, need: PaperNeed) -> PaperStanding {
        use PaperNeed as Need;
        use PaperStanding::{Accepted, AfterComparison, Refused, UnlessExcluded};
        match (self, need) {
            // NĐ 23/2015/NĐ-CP, Đ.3 k.2; NĐ 45/2020/NĐ-CP, Đ.10: used in place of the original unless the law
            // says otherwise. A copy digitised and signed by an agency is used again in the same way.
            (Self::CertifiedCopy | Self::CertifiedElectronicCopy | Self::DigitisedCopy, Need::Original) => {
                UnlessExcluded
            }
            (Self::PlainCopy | Self::Scan, Need::Original) => Refused,
            (Self::PlainCopy, Need::CertifiedCopy) | (Self::Scan, _) => AfterComparison,
            // NĐ 61/2018/NĐ-CP, Đ.20 k.1: an original shown for comparison is given back.
            // NĐ 45/2020/NĐ-CP: signed electronic papers and results have the value of paper originals.
            // NĐ 23/2015/NĐ-CP, Đ.6: where a copy is asked for, certification must not be; the original may be
            // asked to be shown.
            (
                Self::Original
                | Self::ElectronicOriginal
                | Self::ElectronicResult
                | Self::CertifiedCopy
                | Self::CertifiedElectronicCopy
                | Self::DigitisedCopy,
                _,
            )
            | (Self::PlainCopy, Need::Copy) => Accepted,
        }
    }
}

impl RequiredPaper {
    /// What the procedure asks of this paper: the original where it counts one, else a copy. Packages do not tell
    /// certified from plain copies, and where the law asks for a copy, certification must not be demanded.
    pub const fn need(&self) -> PaperNeed {
        if self.n_originals > 0 { PaperNeed::Original } else { PaperNeed::Copy }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use PaperForm::{
        CertifiedCopy, CertifiedElectronicCopy, DigitisedCopy, ElectronicOriginal, ElectronicResult,
        Original, PlainCopy, Scan,
    };
    use PaperStanding::{Accepted, AfterComparison, Refused, UnlessExcluded};

    #[test]
    fn a_scan_a_certified_copy_and_an_electronic_result_are_three_things() {
        let table = [
            // form, in place of: the original, a certified copy, a copy
            (Original, [Accepted, Accepted, Accepted]),
            (ElectronicOriginal, [Accepted, Accepted, Accepted]),
            (ElectronicResult, [Accepted, Accepted, Accepted]),
            (CertifiedCopy, [UnlessExcluded, Accepted, Accepted]),
            (CertifiedElectronicCopy, [UnlessExcluded, Accepted, Accepted]),
            (DigitisedCopy, [UnlessExcluded, Accepted, Accepted]),
            (PlainCopy, [Refused, AfterComparison, Accepted]),
            (Scan, [Refused, AfterComparison, AfterComparison]),
        ];
        assert_eq!(table.len(), PaperForm::ALL.len());
        for (form, expected) in table {
            let found: Vec<PaperStanding> = PaperNeed::ALL.iter().map(|need| form.standing(*need)).collect();
            assert_eq!(found, expected, "{form:?}");
        }
    }

    #[test]
    fn what_is_worth_something_by_signature_must_be_verified() {
        let signed: Vec<PaperForm> =
            PaperForm::ALL.iter().copied().filter(|form| form.needs_signature()).collect();
        assert_eq!(signed, [DigitisedCopy, CertifiedElectronicCopy, ElectronicOriginal, ElectronicResult]);
        assert!(Scan.is_electronic() && !PlainCopy.is_electronic());
        assert!(PaperForm::ALL.iter().all(|form| PaperForm::from_code(form.code()) == Some(*form)));
    }

    /// No form becomes worth more where more is asked for.
    #[test]
    fn asking_for_more_never_accepts_more() {
        for form in PaperForm::ALL {
            let [original, certified, copy] =
                [PaperNeed::Original, PaperNeed::CertifiedCopy, PaperNeed::Copy]
                    .map(|need| form.standing(need));
            assert!(original >= certified && certified >= copy, "{form:?}");
        }
    }
}
