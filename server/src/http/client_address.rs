//! Where a request comes from: the connection's other end, or whom a proxy in front says that it asks for.

use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap, HeaderName, HeaderValue, header};
use clap::ValueEnum;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// The header in which proxies tell whom they ask for. Only one is believed: a proxy hands on the other as its caller made it
/// up.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub enum ProxyHeader {
    /// `X-Forwarded-For: 192.0.2.7, 198.51.100.1`
    #[default]
    XForwardedFor,
    /// `Forwarded: for=192.0.2.7;proto=https` (RFC 7239)
    Forwarded,
}

impl ProxyHeader {
    fn name(self) -> HeaderName {
        match self {
            Self::XForwardedFor => HeaderName::from_static("x-forwarded-for"),
            Self::Forwarded => header::FORWARDED,
        }
    }
}

/// The proxies in front of a server.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Proxies {
    /// Those on other machines. One on this machine is a proxy as it is.
    pub addresses: Vec<IpAddr>,
    pub header: ProxyHeader,
}

impl Proxies {
    /// Whether an address is a proxy's or this machine's own.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        address.is_loopback() || self.addresses.iter().any(|proxy| proxy.to_canonical() == address)
    }

    /// Whose address a request's is. Each proxy adds at the end of the header, so that what a caller made up stands further
    /// left. `None` for a proxy that doesn't say, and for this machine itself.
    #[must_use]
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> Option<IpAddr> {
        if !self.contains(peer) {
            return Some(peer);
        }
        // A caller may have put bytes that are no text before what the proxy added to the same line.
        let lines: Vec<_> = self.lines(headers).map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
        let lines = lines.iter().map(|line| &**line);
        let nodes: Vec<Option<IpAddr>> = lines.flat_map(elements).filter_map(|one| self.node(one)).collect();
        // What can't be read ends the search: nothing left of it was written by a proxy that is known.
        nodes.into_iter().rev().map_while(|node| node).find(|node| !self.contains(*node))
    }

    /// By which address requests are counted where nobody is known: the client's, or the proxy's own where it tells none that
    /// can be read. `None` for what a program on this machine asks without a proxy.
    #[must_use]
    pub fn counted(&self, peer: IpAddr, headers: &HeaderMap) -> Option<IpAddr> {
        let of_machine = || peer.to_canonical().is_loopback() && self.lines(headers).next().is_none();
        self.client(peer, headers).or_else(|| (!of_machine()).then_some(peer))
    }

    fn lines<'a>(&self, headers: &'a HeaderMap) -> impl Iterator<Item = &'a HeaderValue> + use<'a> {
        headers.get_all(self.header.name()).into_iter()
    }

    /// The address of one element; the outer `None` where there is no element between two commas.
    fn node(&self, element: &str) -> Option<Option<IpAddr>> {
        let element = element.trim();
        if element.is_empty() {
            return None;
        }
        Some(match self.header {
            ProxyHeader::XForwardedFor => node_address(element),
            ProxyHeader::Forwarded => forwarded_for(element).and_then(node_address),
        })
    }
}

/// The other end of the connection; `None` for what the server asks of itself.
#[must_use]
pub fn peer(of: &Extensions) -> Option<IpAddr> {
    of.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip())
}

/// What is counted as one: an IPv4 address, or the network of 64 bits that an IPv6 customer gets whole.
#[must_use]
pub fn network(address: IpAddr) -> [u8; 16] {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_ipv6_mapped().octets(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).octets()
        }
    }
}

/// The elements of a header's line, split at the commas outside quotes.
fn elements(line: &str) -> impl Iterator<Item = &str> {
    let mut is_quoted = false;
    line.split(move |c: char| {
        is_quoted ^= c == '"';
        c == ',' && !is_quoted
    })
}

/// What an element of `Forwarded` says after `for=`.
fn forwarded_for(element: &str) -> Option<&str> {
    let mut pairs = element.split(';').filter_map(|pair| pair.split_once('='));
    pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case("for")).map(|(_, value)| value.trim())
}

/// An address as proxies write it: bare, in quotes, in brackets, with a port or with the name of an interface. `None` for a
/// name that hides it (`unknown`, `_hidden`).
fn node_address(node: &str) -> Option<IpAddr> {
    let node = node.trim().trim_matches('"');
    if let Some(rest) = node.strip_prefix('[') {
        return bare(rest.split_once(']')?.0);
    }
    // One colon stands before a port; more of them are an IPv6 address without brackets.
    match node.split_once(':') {
        Some((address, port)) if !port.contains(':') => bare(address),
        _ => bare(node),
    }
}

fn bare(address: &str) -> Option<IpAddr> {
    address.split_once('%').map_or(address, |(address, _interface)| address).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    fn client(header: ProxyHeader, peer: &str, lines: &[&str]) -> Option<IpAddr> {
        let proxies = Proxies { addresses: vec![ip("10.0.0.2")], header };
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(header.name(), line.parse().expect("a value"));
        }
        proxies.client(ip(peer), &headers)
    }

    #[test]
    fn only_a_proxy_says_for_whom_it_asks() {
        for (peer, told, expected) in [
            ("192.0.2.7", "198.51.100.1", Some("192.0.2.7")),
            ("127.0.0.1", "", None),
            ("127.0.0.1", "198.51.100.1", Some("198.51.100.1")),
            ("::ffff:127.0.0.1", "198.51.100.1", Some("198.51.100.1")),
            ("10.0.0.2", "198.51.100.1", Some("198.51.100.1")),
            // What a caller made up stands left of what the proxy added.
            ("10.0.0.2", "203.0.113.9, 198.51.100.1", Some("198.51.100.1")),
            ("10.0.0.2", "198.51.100.1, 10.0.0.2", Some("198.51.100.1")),
            ("10.0.0.2", "198.51.100.1, nonsense", None),
            ("10.0.0.3", "198.51.100.1", Some("10.0.0.3")),
        ] {
            assert_eq!(client(ProxyHeader::XForwardedFor, peer, &[told]), expected.map(ip), "{peer} for {told}");
        }
    }

    #[test]
    fn an_address_is_read_in_every_dialect_of_proxies() {
        for (told, expected) in [
            ("198.51.100.1:5678", Some("198.51.100.1")),
            ("\"198.51.100.1:5678\"", Some("198.51.100.1")),
            ("2001:db8::7", Some("2001:db8::7")),
            ("[2001:db8::7]", Some("2001:db8::7")),
            ("[2001:db8::7]:443", Some("2001:db8::7")),
            ("\"[2001:db8::7]:443\"", Some("2001:db8::7")),
            ("fe80::1%eth0", Some("fe80::1")),
            ("203.0.113.9, 198.51.100.1,", Some("198.51.100.1")),
            ("unknown", None),
            ("_hidden", None),
            ("[2001:db8::7", None),
        ] {
            assert_eq!(client(ProxyHeader::XForwardedFor, "127.0.0.1", &[told]), expected.map(ip), "{told}");
        }
        assert_eq!(
            client(ProxyHeader::XForwardedFor, "127.0.0.1", &["1.2.3.4", "198.51.100.1"]),
            Some(ip("198.51.100.1"))
        );
    }

    #[test]
    fn the_standard_s_own_header_is_read_where_it_is_asked_for() {
        for (told, expected) in [
            ("for=198.51.100.1", Some("198.51.100.1")),
            ("For=\"[2001:db8:cafe::17]:4711\"", Some("2001:db8:cafe::17")),
            ("by=203.0.113.43; FOR = 198.51.100.1 ;proto=https;host=a.example", Some("198.51.100.1")),
            ("for=203.0.113.9, for=198.51.100.1;by=10.0.0.2, for=10.0.0.2", Some("198.51.100.1")),
            ("for=\"_a,b\", for=198.51.100.1", Some("198.51.100.1")),
            ("for=203.0.113.9, for=unknown", None),
            ("proto=https", None),
        ] {
            assert_eq!(client(ProxyHeader::Forwarded, "127.0.0.1", &[told]), expected.map(ip), "{told}");
        }
    }

    #[test]
    fn a_header_that_the_proxy_does_not_write_is_its_caller_s() {
        let mut headers = HeaderMap::new();
        headers.insert(header::FORWARDED, "for=203.0.113.9".parse().expect("a value"));
        headers.insert("x-forwarded-for", "198.51.100.1".parse().expect("a value"));
        let by = |header| Proxies { addresses: Vec::new(), header }.client(ip("127.0.0.1"), &headers);
        assert_eq!(by(ProxyHeader::XForwardedFor), Some(ip("198.51.100.1")));
        assert_eq!(by(ProxyHeader::Forwarded), Some(ip("203.0.113.9")));
    }

    #[test]
    fn bytes_that_are_no_text_hide_nobody() {
        let mut headers = HeaderMap::new();
        let value = HeaderValue::from_bytes(b"\xff\xfe, 203.0.113.9\xe5, 198.51.100.1").expect("a value");
        headers.insert("x-forwarded-for", value);
        assert_eq!(Proxies::default().client(ip("127.0.0.1"), &headers), Some(ip("198.51.100.1")));
        // A line of its own after the proxy's: nothing left of it is believed.
        headers.insert("x-forwarded-for", HeaderValue::from_static("198.51.100.1"));
        headers.append("x-forwarded-for", HeaderValue::from_bytes(b"\xff").expect("a value"));
        assert_eq!(Proxies::default().client(ip("127.0.0.1"), &headers), None);
    }

    #[test]
    fn who_is_asked_for_in_unreadable_words_is_counted_all_the_same() {
        let proxies = Proxies { addresses: vec![ip("10.0.0.2")], header: ProxyHeader::XForwardedFor };
        let counted = |peer: &str, told: Option<&'static [u8]>| {
            let mut headers = HeaderMap::new();
            if let Some(told) = told {
                headers.insert("x-forwarded-for", HeaderValue::from_bytes(told).expect("a value"));
            }
            proxies.counted(ip(peer), &headers)
        };
        assert_eq!(counted("127.0.0.1", None), None, "a program of this machine");
        assert_eq!(counted("127.0.0.1", Some(b"198.51.100.1")), Some(ip("198.51.100.1")));
        for told in [&b"nonsense"[..], b"unknown", b"", b"\xff", b"198.51.100.1, _hidden"] {
            assert_eq!(counted("127.0.0.1", Some(told)), Some(ip("127.0.0.1")), "{told:?}");
            assert_eq!(counted("10.0.0.2", Some(told)), Some(ip("10.0.0.2")), "{told:?}");
        }
        assert_eq!(counted("10.0.0.2", None), Some(ip("10.0.0.2")), "a proxy that doesn't say");
        assert_eq!(counted("192.0.2.7", Some(b"198.51.100.1")), Some(ip("192.0.2.7")));
    }

    #[test]
    fn a_network_is_one() {
        assert_eq!(network(ip("2001:db8:1:2::1")), network(ip("2001:db8:1:2:ffff::9")));
        assert_ne!(network(ip("2001:db8:1:2::1")), network(ip("2001:db8:1:3::1")));
        assert_eq!(network(ip("192.0.2.7")), network(ip("::ffff:192.0.2.7")));
        assert_ne!(network(ip("192.0.2.7")), network(ip("192.0.2.8")));
    }
}
