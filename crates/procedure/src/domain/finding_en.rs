//! Findings in English, for the command line.

use super::finding::{FindingKind, Wording};
use super::procedure::Channel;
use super::time_limit::english;

/// What is wrong and what to do, in English.
pub(super) fn wording(kind: &FindingKind) -> Wording {
    let (what, remedy) =
        reading(kind).or_else(|| content(kind)).or_else(|| process(kind)).unwrap_or_default();
    Wording { what, remedy }
}

fn reading(kind: &FindingKind) -> Option<(String, String)> {
    Some(match kind {
        FindingKind::Unreadable { detail } => (
            format!("cannot read the file: {detail}"),
            "check the path, the permissions and that it is UTF-8".into(),
        ),
        FindingKind::Syntax { detail } => (format!("not valid TOML: {detail}"), "mend this line".into()),
        FindingKind::TooLarge { most } => (
            format!("the package is larger than {most} bytes"),
            "keep annexes and forms outside the package".into(),
        ),
        FindingKind::UnknownKey { key, near } => (
            format!("unknown key `{key}`"),
            near.map_or_else(|| "remove it".into(), |near| format!("did you mean `{near}`?")),
        ),
        FindingKind::MissingKey { key } => {
            (format!("`{key}` is missing"), format!("add `{key}` to this table"))
        }
        FindingKind::WrongType { key, expected } => {
            (format!("`{key}` has the wrong type"), format!("write {}", expected.code()))
        }
        FindingKind::UnknownWord { key, value, allowed } => {
            (format!("`{key}` cannot be `{value}`"), format!("choose one of: {}", allowed.join(", ")))
        }
        FindingKind::BadCode { value, guess } => (
            format!("`{value}` is not a normalised procedure code"),
            guess.as_ref().map_or_else(
                || "write the national code such as 1.010801, or a local one such as LDNN-01".into(),
                |guess| format!("write `{guess}` if that is the code"),
            ),
        ),
        FindingKind::BadPartCode { part, value } => (
            format!("`{value}` is not the code of a {}", part.code()),
            "use small letters, digits and hyphens, at most 60".into(),
        ),
        FindingKind::BadUnit { value } => {
            (format!("`{value}` is not the code of a unit"), "use capitals such as NCC".into())
        }
        FindingKind::BadAmount { key } => (
            format!("`{key}` is not an amount of time"),
            "write a positive number with at most two decimals, such as 0.5 or 12".into(),
        ),
        FindingKind::OutOfRange { key, low, high } => {
            (format!("`{key}` is out of range"), format!("write a number from {low} to {high}"))
        }
        FindingKind::EmptyText { key } => (format!("`{key}` is empty"), "fill it in or remove it".into()),
        FindingKind::DuplicateWithin { part, code } => {
            (format!("two {}s have the code `{code}`", part.code()), "give each its own code".into())
        }
        FindingKind::UnknownReference { part, code } => {
            (format!("there is no {} `{code}`", part.code()), "mend the code or add what is missing".into())
        }
        _ => return None,
    })
}

fn content(kind: &FindingKind) -> Option<(String, String)> {
    Some(match kind {
        FindingKind::DuplicateCode { code, other } => {
            (format!("procedure {code} is also in {other}"), "keep one package or mend the code".into())
        }
        FindingKind::FolderDiffers { folder, code } => (
            format!("the folder `{folder}` holds procedure {code}"),
            format!("rename the folder to `{code}`"),
        ),
        FindingKind::NoCase => ("the procedure has no case".into(), "add a [[case]] table".into()),
        FindingKind::NoTerms { case } => {
            (format!("case `{case}` cannot be handed in"), "add [[case.terms]] with `channels`".into())
        }
        FindingKind::NoLimit { case } => {
            (format!("case `{case}` has no time limit"), "add `statutory` or `published`".into())
        }
        FindingKind::NoPaper { case } => {
            (format!("case `{case}` needs no paper"), "add [[paper]] tables".into())
        }
        FindingKind::NoProcess { case } => (
            format!("case `{case}` follows no internal process"),
            "add [[process]] and name it in the case".into(),
        ),
        FindingKind::NoResult => ("the procedure has no result".into(), "add a [[result]] table".into()),
        FindingKind::NoLegalBasis => {
            ("the procedure has no legal basis".into(), "add [[legal_basis]]".into())
        }
        FindingKind::ChannelTwice { case, channel } => (
            format!("case `{case}` offers channel `{}` twice", channel.code()),
            "name each channel in one [[case.terms]]".into(),
        ),
        FindingKind::PublishedAboveStatutory { case, published, statutory } => (
            format!(
                "case `{case}`: published {} is longer than statutory {}",
                english(*published),
                english(*statutory)
            ),
            "a published time may only be shorter".into(),
        ),
        FindingKind::InternalAbovePublished { case, internal, published } => (
            format!(
                "case `{case}`: internal {} is longer than published {}",
                english(*internal),
                english(*published)
            ),
            "an internal goal may only be shorter".into(),
        ),
        FindingKind::EndedBeforeStart => {
            ("the procedure ends before it begins".into(), "mend `in_force_on` or `ended_on`".into())
        }
        FindingKind::ResultWithoutTemplate { result } => (
            format!("result `{result}` has no template"),
            "add `template`: the form on which it is issued".into(),
        ),
        FindingKind::PaperNeverUsed { paper } => {
            (format!("paper `{paper}` is used by no case"), "mend `cases` or remove the paper".into())
        }
        FindingKind::PaperWithoutSheets { paper } => (
            format!("paper `{paper}` asks for neither originals nor copies"),
            "set `originals` or `copies`".into(),
        ),
        _ => return online(kind),
    })
}

fn online(kind: &FindingKind) -> Option<(String, String)> {
    Some(match kind {
        FindingKind::LevelNotEligible { level } => (
            format!("level {} but not eligible for online service", level.number()),
            "mend `online.eligible` or `online.level`".into(),
        ),
        FindingKind::LevelWithoutOnline { level } => (
            format!("level {} but no case can be handed in online", level.number()),
            "add `online` to `channels`, or lower the level".into(),
        ),
        FindingKind::OnlineBelowLevel3 { level } => (
            format!("handed in online but only level {}", level.number()),
            "handing in online is level 3 or 4: mend `online.level` or `channels`".into(),
        ),
        FindingKind::PortalWithoutOnline => (
            "in the national portal but not handed in online".into(),
            "add `online` to `channels` or mend `online.national_portal`".into(),
        ),
        FindingKind::PostalWithoutChannel => (
            "said to go by post but no case does".into(),
            format!("add `{}` to `channels` or mend `online.postal`", Channel::Postal.code()),
        ),
        FindingKind::ChannelWithoutPostal { case } => (
            format!("case `{case}` goes by post but `online.postal` is false"),
            "mend `online.postal` or `channels`".into(),
        ),
        FindingKind::ScopeContradictsLevel { scope, level } => (
            format!("scope `{}` contradicts level {}", scope.code(), level.number()),
            "full needs level 4, partial needs level 3 or 4".into(),
        ),
        FindingKind::ChannelOutsideLaw { channel } => (
            format!("channel `{}` is offered although the act does not name it", channel.code()),
            "compare with the act; keep it where the province allows it".into(),
        ),
        _ => return None,
    })
}

fn process(kind: &FindingKind) -> Option<(String, String)> {
    Some(match kind {
        FindingKind::ProcessNeverUsed { process } => {
            (format!("process `{process}` is followed by no case"), "name it in a case or remove it".into())
        }
        FindingKind::NoEnd { process } => (
            format!("process `{process}` has no end"),
            "set end = true on the step that returns the result".into(),
        ),
        FindingKind::UnreachableStep { process, step } => (
            format!("process `{process}`: nothing leads to step `{step}`"),
            "add a transition to it or remove it".into(),
        ),
        FindingKind::DeadEnd { process, step } => (
            format!("process `{process}`: nothing leads on from step `{step}`"),
            "add a transition, or end = true if it is the last step".into(),
        ),
        FindingKind::LoopWithoutExit { process, steps } => (
            format!("process `{process}`: steps {} run in a circle without exit", steps.join(", ")),
            "add a transition from one of them towards an end".into(),
        ),
        FindingKind::ForwardCircle { process } => (
            format!("process `{process}`: forward transitions run in a circle"),
            "give the one that goes back kind = \"return\"".into(),
        ),
        FindingKind::MissingRole { process, step } => {
            (format!("process `{process}`: nobody is responsible for step `{step}`"), "add `role`".into())
        }
        FindingKind::AllotmentsAboveLimit { process, case, sum, limit } => (
            format!(
                "process `{process}`: the steps take {}, more than the statutory {} of case `{case}`",
                english(*sum),
                english(*limit)
            ),
            "shorten the steps or check the statutory time".into(),
        ),
        FindingKind::SumDiffers { process, case, sum, published } => (
            format!(
                "process `{process}`: the steps add up to {}, case `{case}` has {}",
                english(*sum),
                english(*published)
            ),
            "compare with the approving decision; the figures are kept as they are".into(),
        ),
        FindingKind::MixedUnits { process, case, sum, limit } => (
            format!(
                "process `{process}`: {} in steps cannot be compared with the {} of case `{case}`",
                english(*sum),
                english(*limit)
            ),
            "use one unit for the steps and the department's limit".into(),
        ),
        _ => return None,
    })
}
