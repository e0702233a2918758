//! A small HTTP/1.1 client on a plain socket: keeps its connection, speaks to this machine alone. For tests that
//! talk to the real server and for measurements, where a full client would cost more than what is measured.

mod server;

pub use server::Server;

use std::fmt::Write as _;
use std::io::{self, BufRead as _, BufReader, ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// How long one read or write may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// More than any answer of the program.
const MOST_BODY: usize = 64 << 20;

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// Header lines, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The first header of a name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON; `null` where it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// A client with one connection.
#[derive(Debug)]
pub struct HttpClient {
    address: SocketAddr,
    connection: Option<BufReader<TcpStream>>,
    out: Vec<u8>,
}

impl HttpClient {
    /// A client of a server on this machine; connects at the first request.
    ///
    /// # Panics
    /// Where the address is not of this machine.
    pub fn new(address: SocketAddr) -> Self {
        assert!(address.ip().is_loopback(), "{address} is not this machine");
        Self { address, connection: None, out: Vec::new() }
    }

    /// Asks for `path`.
    ///
    /// # Errors
    /// Where the server is gone or does not answer in time.
    pub fn get(&mut self, path: &str, headers: &[(&str, &str)]) -> io::Result<Answer> {
        self.send("GET", path, headers, b"")
    }

    /// Posts `body` to `path`.
    ///
    /// # Errors
    /// Where the server is gone or does not answer in time; whether it did the work is then unknown.
    pub fn post(&mut self, path: &str, headers: &[(&str, &str)], body: &[u8]) -> io::Result<Answer> {
        self.send("POST", path, headers, body)
    }

    /// Sends one request and reads its answer. A connection that the server closed after its last answer is
    /// noticed here and made anew; a request that was sent is never sent twice.
    ///
    /// # Errors
    /// Where the server is gone or does not answer in time.
    pub fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> io::Result<Answer> {
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\n", self.address);
        for (name, value) in headers {
            let _ = write!(head, "{name}: {value}\r\n");
        }
        if method != "GET" {
            let _ = write!(head, "content-length: {}\r\n", body.len());
        }
        head.push_str("\r\n");
        self.out.clear();
        self.out.extend_from_slice(head.as_bytes());
        self.out.extend_from_slice(body);
        let mut connection = match self.connection.take() {
            Some(connection) if alive(&connection) => connection,
            _ => connect(self.address)?,
        };
        connection.get_mut().write_all(&self.out)?;
        let answer = read_answer(&mut connection)?;
        if answer.header("connection") != Some("close") {
            self.connection = Some(connection);
        }
        Ok(answer)
    }
}

fn connect(address: SocketAddr) -> io::Result<BufReader<TcpStream>> {
    let stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    Ok(BufReader::with_capacity(16 << 10, stream))
}

/// Whether the other side has neither closed nor said anything unasked.
fn alive(connection: &BufReader<TcpStream>) -> bool {
    let stream = connection.get_ref();
    let quiet = stream.set_nonblocking(true).is_ok()
        && matches!(stream.peek(&mut [0]), Err(error) if error.kind() == ErrorKind::WouldBlock);
    quiet && stream.set_nonblocking(false).is_ok()
}

fn read_answer(connection: &mut BufReader<TcpStream>) -> io::Result<Answer> {
    let status_line = line(connection)?;
    let status = status_line.split(' ').nth(1).and_then(|code| code.parse().ok());
    let status = status.ok_or_else(|| broken(&status_line))?;
    let mut headers = Vec::new();
    loop {
        let text = line(connection)?;
        if text.is_empty() {
            break;
        }
        let (name, value) = text.split_once(':').ok_or_else(|| broken(&text))?;
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let mut answer = Answer { status, headers, body: Vec::new() };
    if answer.header("transfer-encoding").is_some_and(|value| value.contains("chunked")) {
        loop {
            let size = line(connection)?;
            let digits = size.split(';').next().unwrap_or_default().trim();
            let size = usize::from_str_radix(digits, 16).map_err(|_| broken(&size))?;
            take(connection, size, &mut answer.body)?;
            line(connection)?;
            if size == 0 {
                return Ok(answer);
            }
        }
    }
    let length = answer.header("content-length").map_or(Ok(0), str::parse::<usize>);
    take(connection, length.map_err(|_| broken("content-length"))?, &mut answer.body)?;
    Ok(answer)
}

fn take(connection: &mut BufReader<TcpStream>, size: usize, body: &mut Vec<u8>) -> io::Result<()> {
    let begun = body.len();
    if begun + size > MOST_BODY {
        return Err(broken("too long"));
    }
    body.resize(begun + size, 0);
    body.get_mut(begun..).map_or(Ok(()), |rest| connection.read_exact(rest))
}

fn line(connection: &mut BufReader<TcpStream>) -> io::Result<String> {
    let mut text = String::new();
    if connection.by_ref().take(64 << 10).read_line(&mut text)? == 0 {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    text.truncate(text.trim_end_matches(['\r', '\n']).len());
    Ok(text)
}

fn broken(what: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, format!("not an answer: {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    /// A server that answers each connection's requests in turn with what stands in `scripts`, then closes it.
    fn scripted(scripts: Vec<Vec<&'static str>>) -> (SocketAddr, std::thread::JoinHandle<Vec<String>>) {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let server = std::thread::spawn(move || {
            let mut seen = Vec::new();
            for answers in scripts {
                let (stream, _) = listener.accept().unwrap();
                let mut reader = BufReader::new(stream);
                for answer in answers {
                    let mut text = String::new();
                    while !text.ends_with("\r\n\r\n") {
                        reader.read_line(&mut text).unwrap();
                    }
                    let length = text.lines().find_map(|line| line.strip_prefix("content-length: "));
                    let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
                    reader.read_exact(&mut body).unwrap();
                    seen.push(text + &String::from_utf8(body).unwrap());
                    reader.get_mut().write_all(answer.as_bytes()).unwrap();
                }
            }
            seen
        });
        (address, server)
    }

    #[test]
    fn a_connection_is_kept_and_bodies_are_read_by_length_and_by_chunk() {
        let (address, server) = scripted(vec![vec![
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
            "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\nX-A: b\r\n\r\n3\r\nabc\r\n2;x\r\nde\r\n0\r\n\r\n",
        ]]);
        let mut client = HttpClient::new(address);
        assert_eq!(client.get("/a", &[("x", "y")]).unwrap().text(), "ok");
        let second = client.post("/b", &[], b"{}").unwrap();
        assert_eq!((second.status, second.text().as_str()), (201, "abcde"));
        assert_eq!(second.header("x-a"), Some("b"));
        let seen = server.join().unwrap();
        assert!(seen[0].starts_with("GET /a HTTP/1.1\r\n") && seen[0].contains("x: y\r\n"));
        assert!(seen[1].ends_with("content-length: 2\r\n\r\n{}"));
    }

    #[test]
    fn a_closed_connection_is_made_anew_and_half_an_answer_is_an_error() {
        let (address, server) = scripted(vec![
            vec!["HTTP/1.1 204 No Content\r\n\r\n"],
            vec!["HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf"],
        ]);
        let mut client = HttpClient::new(address);
        assert_eq!(client.get("/", &[]).unwrap().status, 204);
        // The server closes after its script; the client may see it only when it next speaks.
        std::thread::yield_now();
        let second = client.get("/", &[]).or_else(|_| client.get("/", &[]));
        assert!(second.is_err());
        drop(client);
        server.join().unwrap();
    }

    #[test]
    fn it_speaks_to_this_machine_alone() {
        let refused = std::panic::catch_unwind(|| HttpClient::new("192.0.2.1:80".parse().unwrap()));
        assert!(refused.is_err());
    }
}
