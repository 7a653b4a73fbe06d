//! From where a request comes: the connection's address, or what a proxy in front says of it.

use super::client_address::{self, Proxies};
use crate::state::App;
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use std::convert::Infallible;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr};

/// The caller's network as far as one caller can choose within it: an IPv4 address, or the first 64 bits of an IPv6
/// address. Many people may share it, so that it never alone decides who gets in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Address(IpAddr);

impl Address {
    /// Reads who asks; what a proxy doesn't say is the proxy itself.
    #[must_use]
    pub fn of(peer: IpAddr, headers: &HeaderMap, proxies: &Proxies) -> Self {
        let address = proxies.client(peer, headers).unwrap_or(peer);
        Self(IpAddr::from(client_address::network(address)).to_canonical())
    }
}

impl fmt::Display for Address {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(to)
    }
}

impl FromRequestParts<App> for Address {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        // The server's own requests (`demo`) come from no connection.
        let peer = client_address::peer(&parts.extensions).unwrap_or(Ipv4Addr::LOCALHOST.into());
        Ok(Self::of(peer, &parts.headers, &app.proxies))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn a_proxy_on_this_machine_is_believed_and_nobody_else() {
        let mut headers = HeaderMap::new();
        let of = |peer: &str, headers: &HeaderMap| {
            let named = Proxies { addresses: vec!["192.0.2.8".parse().expect("an address")], ..Proxies::default() };
            Address::of(peer.parse().expect("an address"), headers, &named).to_string()
        };
        assert_eq!(of("127.0.0.1", &headers), "127.0.0.1");
        headers.insert("x-forwarded-for", HeaderValue::from_static("198.51.100.7, 203.0.113.9"));
        assert_eq!(of("127.0.0.1", &headers), "203.0.113.9", "the last is the proxy's own word");
        assert_eq!(of("::1", &headers), "203.0.113.9");
        assert_eq!(of("192.0.2.1", &headers), "192.0.2.1", "who comes directly can't choose");
        assert_eq!(of("192.0.2.8", &headers), "203.0.113.9", "a proxy that is named");
        headers.insert("x-forwarded-for", HeaderValue::from_static("nonsense"));
        assert_eq!(of("::ffff:127.0.0.1", &headers), "127.0.0.1");
    }

    #[test]
    fn a_network_of_ipv6_counts_as_one() {
        let of = |peer: &str| Address::of(peer.parse().expect("an address"), &HeaderMap::new(), &Proxies::default());
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
    }
}
