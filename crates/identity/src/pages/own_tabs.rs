//! The tabs of "my account".

use web::{Crumb, Shell, Tab, Visit};

use crate::urls;

/// The parts of "my account".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Overview,
    Password,
    SecondStep,
    Sessions,
    Delegations,
    Keys,
}

impl Part {
    const ALL: [Self; 6] =
        [Self::Overview, Self::Password, Self::SecondStep, Self::Sessions, Self::Delegations, Self::Keys];

    const fn label(self) -> &'static str {
        match self {
            Self::Overview => "Thông tin",
            Self::Password => "Mật khẩu",
            Self::SecondStep => "Xác thực hai bước",
            Self::Sessions => "Phiên đăng nhập",
            Self::Delegations => "Ủy quyền",
            Self::Keys => "Khóa API",
        }
    }

    const fn href(self) -> &'static str {
        match self {
            Self::Overview => urls::OWN,
            Self::Password => urls::OWN_PASSWORD,
            Self::SecondStep => urls::OWN_SECOND_STEP,
            Self::Sessions => urls::OWN_SESSIONS,
            Self::Delegations => urls::OWN_DELEGATIONS,
            Self::Keys => urls::OWN_KEYS,
        }
    }
}

/// The frame and the tabs of one part.
pub(crate) async fn frame(visit: &Visit, part: Part) -> (Shell, Vec<Tab>) {
    let mut shell = visit.shell("Tài khoản của tôi").await;
    if part != Part::Overview {
        shell =
            shell.with_crumbs(vec![Crumb::link("Tài khoản của tôi", urls::OWN), Crumb::here(part.label())]);
    }
    let tab = |each: Part| Tab {
        label: each.label().to_owned(),
        href: each.href().to_owned(),
        current: each == part,
        ..Tab::default()
    };
    (shell, Part::ALL.into_iter().map(tab).collect())
}
