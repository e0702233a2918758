//! The words of a consultation.

::store::words!(
    /// Who asks whom.
    Direction {
        /// We ask.
        Own = "own", "Cơ quan mình hỏi";
        /// Another agency asks us.
        Incoming = "incoming", "Cơ quan khác hỏi";
    }
);

::store::words!(
    /// What is asked.
    ConsultationKind {
        /// An opinion (NĐ 61/2018/NĐ-CP, Đ.19 k.5).
        Opinion = "opinion", "Lấy ý kiến";
        /// A part of the work with a result of its own (NĐ 61/2018/NĐ-CP, Đ.19 k.6, k.7).
        SubDossier = "sub_dossier", "Giải quyết hồ sơ thành phần";
    }
);

::store::words!(
    /// In which order the bodies are asked.
    SendMode {
        /// Electronic dossiers go to all at once (NĐ 61/2018/NĐ-CP, Đ.19 k.6).
        Parallel = "parallel", "Gửi đồng thời (hồ sơ điện tử)";
        /// Paper dossiers go from body to body.
        Sequence = "sequence", "Gửi lần lượt (hồ sơ giấy)";
    }
);

::store::words!(
    /// What a body answers.
    Position {
        /// Agrees.
        Agree = "agree", "Đồng ý";
        /// Agrees with remarks.
        AgreeWithRemarks = "agree_with_remarks", "Đồng ý, có góp ý";
        /// Does not agree.
        Disagree = "disagree", "Không đồng ý";
        /// Has done its part of the work.
        Done = "done", "Đã giải quyết phần việc";
        /// Sends it back: it is not its business.
        NotCompetent = "not_competent", "Trả lại, không thuộc thẩm quyền";
    }
);
