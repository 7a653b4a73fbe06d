//! Where a request comes from: the line's other end, or whom a proxy in front says that it asks for.

use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap};
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// The other end of the line; `None` for what the server asks of itself.
#[must_use]
pub fn peer(of: &Extensions) -> Option<IpAddr> {
    of.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip())
}

/// Whose address it is. `X-Forwarded-For` is believed where a proxy wrote it: one on this machine, or one that is named by
/// `--proxy`. Each proxy adds at the end, so that what a caller made up stands further left. `None` for a proxy that doesn't
/// say, and for this machine itself.
#[must_use]
pub fn address(peer: IpAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> Option<IpAddr> {
    if !is_proxy(peer, proxies) {
        return Some(peer);
    }
    let lines = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let told: Vec<Option<IpAddr>> = lines.flat_map(|line| line.split(',')).map(|one| one.trim().parse().ok()).collect();
    // What can't be read ends the search: nothing left of it was written by a proxy that is known.
    told.into_iter().rev().map_while(|one| one).find(|one| !is_proxy(*one, proxies))
}

/// Whether an address is a proxy's or this machine's own.
#[must_use]
pub fn is_proxy(address: IpAddr, proxies: &[IpAddr]) -> bool {
    let address = address.to_canonical();
    address.is_loopback() || proxies.iter().any(|proxy| proxy.to_canonical() == address)
}

/// What is counted as one: an IPv4 address, or the network of 64 bits that an IPv6 customer gets whole.
#[must_use]
pub fn net(address: IpAddr) -> [u8; 16] {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_ipv6_mapped().octets(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).octets()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn only_a_proxy_says_for_whom_it_asks() {
        let proxies = [ip("10.0.0.2")];
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
            let mut headers = HeaderMap::new();
            if !told.is_empty() {
                headers.insert("x-forwarded-for", told.parse().expect("a value"));
            }
            assert_eq!(address(ip(peer), &headers, &proxies), expected.map(ip), "{peer} for {told}");
        }
    }

    #[test]
    fn a_network_is_one() {
        assert_eq!(net(ip("2001:db8:1:2::1")), net(ip("2001:db8:1:2:ffff::9")));
        assert_ne!(net(ip("2001:db8:1:2::1")), net(ip("2001:db8:1:3::1")));
        assert_eq!(net(ip("192.0.2.7")), net(ip("::ffff:192.0.2.7")));
        assert_ne!(net(ip("192.0.2.7")), net(ip("192.0.2.8")));
    }
}
