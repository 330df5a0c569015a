"""Fetching, against servers of our own: what is read, what is refused, and what is said of everything that fails."""

from __future__ import annotations

import asyncio
import datetime
import gzip
import ipaddress
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from index.errors import WebError
from index.sources import Fetched, NotModified, fetch, is_address, read_bytes
from index.sources.reach import IPAddress, Reach, is_public
from tests.index.sources.web.layouts import wordpress_classic
from tests.index.sources.web.stories import SEEDS

OURS = Reach(may_connect=lambda address: address.is_loopback, seconds=5.0)
PAGE = wordpress_classic(SEEDS)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Serve = Callable[..., Awaitable[str]]


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Return what serves handlers by path on a port of this machine, and gives the server's address."""
    runners: list[web.AppRunner] = []

    async def start(tls: ssl.SSLContext | None = None, **handlers: Handler) -> str:
        app = web.Application()
        for path, handler in handlers.items():
            app.router.add_get(f"/{path}", handler)
        runner = web.AppRunner(app, handle_signals=False, shutdown_timeout=0.1)
        runners.append(runner)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls)
        await site.start()
        return f"{'https' if tls else 'http'}://127.0.0.1:{runner.addresses[0][1]}"

    yield start
    for runner in runners:
        await runner.cleanup()


class Names(AbstractResolver):
    """Names that resolve to what a test says, each time to the next of several addresses."""

    def __init__(self, **addresses: list[str]) -> None:
        self.addresses = addresses
        self.asked: list[str] = []

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked.append(host)
        known = self.addresses.get(host.replace(".", "_"))
        if known is None:
            raise OSError(socket.EAI_NONAME, "Name or service not known")
        address = known.pop(0) if len(known) > 1 else known[0]
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        return [ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)]

    async def close(self) -> None:
        """Nothing is open."""


async def page(request: web.Request) -> web.Response:
    return web.Response(text=PAGE, content_type="text/html")


def redirect(target: str, status: int = 302) -> Handler:
    async def handler(request: web.Request) -> web.Response:
        return web.Response(status=status, headers={"Location": target})

    return handler


def answer(status: int = 200, body: bytes = b"", **headers: str) -> Handler:
    async def handler(request: web.Request) -> web.Response:
        return web.Response(status=status, body=body, headers={k.replace("_", "-"): v for k, v in headers.items()})

    return handler


async def test_a_page_is_fetched_and_read(serve: Serve) -> None:
    base = await serve(a=page)
    fetched = await fetch(f"  {base}/a#part ", reach=OURS)
    assert isinstance(fetched, Fetched)
    assert fetched.address == f"{base}/a"
    article = await asyncio.to_thread(
        read_bytes, fetched.address, fetched.data, content_type=fetched.content_type, address=fetched.address
    )
    assert (article.title, article.address, article.name) == (SEEDS.title, fetched.address, fetched.address)


async def test_redirects_are_followed_to_where_the_page_really_stands(serve: Serve) -> None:
    base = await serve(a=redirect("/b", 301), b=redirect("c", 307), c=page)
    fetched = await fetch(f"{base}/a", reach=OURS)
    assert isinstance(fetched, Fetched)
    assert fetched.address == f"{base}/c"


async def test_five_redirects_and_no_more(serve: Serve) -> None:
    hops = {f"r{n}": redirect(f"/r{n + 1}") for n in range(1, 7)}
    base = await serve(**hops, r7=page)
    assert isinstance(await fetch(f"{base}/r2", reach=OURS), Fetched)
    with pytest.raises(WebError, match="more than 5 times"):
        await fetch(f"{base}/r1", reach=OURS)


async def test_a_page_that_did_not_change_is_not_sent_again(serve: Serve) -> None:
    async def handler(request: web.Request) -> web.Response:
        if request.headers.get("If-None-Match") == '"v1"' or request.headers.get("If-Modified-Since") == "then":
            return web.Response(status=304)
        return web.Response(text=PAGE, content_type="text/html", headers={"ETag": '"v1"', "Last-Modified": "then"})

    base = await serve(a=handler)
    first = await fetch(f"{base}/a", reach=OURS)
    assert isinstance(first, Fetched)
    assert (first.etag, first.last_modified) == ('"v1"', "then")
    assert await fetch(f"{base}/a", etag=first.etag, reach=OURS) == NotModified(f"{base}/a")
    assert await fetch(f"{base}/a", last_modified=first.last_modified, reach=OURS) == NotModified(f"{base}/a")
    assert isinstance(await fetch(f"{base}/a", etag='"v0"', reach=OURS), Fetched)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.9.1", "0.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "100.100.100.200", "192.0.0.192", "168.63.129.16", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "::1", "::", "::ffff:127.0.0.1", "::ffff:10.1.2.3", "::7f00:1", "fe80::1", "fec0::1", "fc00::1",
        "fd00:ec2::254",
        "ff02::1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::1", "2001:0:4136:e378::1",
        "2001:db8::1", "100::1",
    ],
)  # fmt: skip
def test_no_private_loopback_link_local_or_metadata_address_is_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_the_web_s_addresses_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[::ffff:127.0.0.1]", "0"],
)
async def test_this_machine_is_never_reached_whatever_it_is_called(serve: Serve, host: str) -> None:
    reached: list[str] = []

    async def handler(request: web.Request) -> web.Response:
        reached.append(host)
        return web.Response(text=PAGE, content_type="text/html")

    base = await serve(a=handler)
    with pytest.raises(WebError):
        await fetch(base.replace("127.0.0.1", host) + "/a", reach=Reach(seconds=5.0))
    assert not reached


async def test_a_redirect_into_the_private_network_is_refused(serve: Serve) -> None:
    inside = await serve(secret=page)
    outside = await serve(a=redirect(f"{inside}/secret".replace("127.0.0.1", "internal.example")))
    names = Names(news_example=["127.0.0.1"], internal_example=["10.0.0.5"])
    reach = Reach(may_connect=lambda address: str(address) == "127.0.0.1", resolver=names, seconds=5.0)
    with pytest.raises(WebError, match="private network"):
        await fetch(outside.replace("127.0.0.1", "news.example") + "/a", reach=reach)
    assert names.asked == ["news.example", "internal.example"]


async def test_a_name_that_is_public_first_and_private_then_is_refused_when_it_is_private(serve: Serve) -> None:
    """DNS rebinding: the address that counts is the one that is connected to."""
    connected: list[IPAddress] = []

    def may(address: IPAddress) -> bool:
        connected.append(address)
        return is_public(address)

    base = await serve(a=page)
    names = Names(evil_example=["127.0.0.1"])
    with pytest.raises(WebError, match="private network"):
        await fetch(
            base.replace("127.0.0.1", "evil.example") + "/a", reach=Reach(may_connect=may, resolver=names, seconds=5.0)
        )
    assert connected == [ipaddress.ip_address("127.0.0.1")]


async def test_a_proxy_of_the_environment_is_not_used(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    base = await serve(a=page)
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, base)
    with pytest.raises(WebError, match="no server named"):
        await fetch("http://nowhere.invalid/a", reach=replace(OURS, resolver=Names()))


@pytest.mark.parametrize(
    ("address", "complaint"),
    [
        ("ftp://news.example/a", "http:// or https://"),
        ("file:///etc/passwd", "http:// or https://"),
        ("gopher://127.0.0.1/", "http:// or https://"),
        ("javascript:alert(1)", "http:// or https://"),
        ("data:text/html,rain", "http:// or https://"),
        ("news.example/a", "http:// or https://"),
        ("", "http:// or https://"),
        ("http://", "names no server"),
        ("https:///a", "names no server"),
        ("http://news.example:0/", "names no server"),
        ("http://news.example:99999/", "is no address"),
        ("http://[::1/", "is no address"),
        ("http://user:secret@news.example/", "user name or password"),
        ("http://news.example@127.0.0.1/", "user name or password"),
        ("http://nowhere.invalid/a", "no server named nowhere.invalid"),
        ("http://news.example/" + "a" * 3000, "longer than 2000"),
        ("http://news.example/a b\r\nHost: x", "."),
    ],
)
async def test_an_address_that_cannot_be_fetched_says_why(address: str, complaint: str) -> None:
    with pytest.raises(WebError, match=complaint) as caught:
        await fetch(address, reach=Reach(seconds=5.0, resolver=Names()))
    assert "secret" not in str(caught.value)


async def test_an_allow_list_of_hosts_holds_for_redirects_too(serve: Serve) -> None:
    base = await serve(a=page, b=redirect("http://elsewhere.example/a"))
    names = Names(news_example=["127.0.0.1"], www_news_example=["127.0.0.1"], elsewhere_example=["127.0.0.1"])
    reach = replace(OURS, resolver=names)
    allowed = {"News.Example"}
    for host in ("news.example", "www.news.example"):
        assert isinstance(
            await fetch(base.replace("127.0.0.1", host) + "/a", allowed_hosts=allowed, reach=reach), Fetched
        )
    for host in ("elsewhere.example", "badnews.example", "news.example.elsewhere.example"):
        with pytest.raises(WebError, match="may read"):
            await fetch(base.replace("127.0.0.1", host) + "/a", allowed_hosts=allowed, reach=reach)
    with pytest.raises(WebError, match="may read"):
        await fetch(base.replace("127.0.0.1", "news.example") + "/b", allowed_hosts=allowed, reach=reach)


@pytest.mark.parametrize(
    ("handler", "complaint"),
    [
        (answer(401), "log in"),
        (answer(402), "pay"),
        (answer(403), "lets no program"),
        (answer(403, cf_mitigated="challenge"), "proof that a person"),
        (answer(404), "no page at this address"),
        (answer(410), "gone"),
        (answer(418), "status 418"),
        (answer(429), "too often"),
        (answer(451), "legal"),
        (answer(503), "status 503"),
        (answer(204), "status 204"),
        (answer(200), "empty page"),
        (answer(200, b" \n ", Content_Type="text/html"), "empty page"),
        (answer(200, b"\x89PNG", Content_Type="image/png"), "a picture"),
        (answer(200, b"\0" * 9, Content_Type="video/mp4"), "a film"),
        (answer(200, b"x" * 2_000_001, Content_Type="text/html"), "larger than 2 MB"),
        (answer(200, gzip.compress(b" " * 9_000_000 + b"x"), Content_Encoding="gzip"), "larger than 2 MB"),
        (answer(200, b"no gzip at all", Content_Encoding="gzip"), "makes no sense"),
        (redirect("/loop"), "more than 5 times"),
        (redirect("file:///etc/passwd"), "http:// or https://"),
        (redirect("http://user:pw@127.0.0.1/"), "user name or password"),
        (redirect("http://[/"), "no address"),
    ],
)
async def test_what_a_server_answers_instead_of_a_page_is_named(serve: Serve, handler: Handler, complaint: str) -> None:
    base = await serve(a=handler, loop=redirect("/loop"))
    with pytest.raises(WebError, match=complaint):
        await fetch(f"{base}/a", reach=OURS)


async def test_a_page_without_an_end_is_cut_off_at_the_limit(serve: Serve) -> None:
    sent = 0

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        while sent < 50_000_000:
            await response.write(b"y" * 100_000)
            sent += 100_000
        return response

    base = await serve(a=endless)
    with pytest.raises(WebError, match="larger than 2 MB"):
        await fetch(f"{base}/a", reach=OURS)
    assert sent < 50_000_000


async def test_a_server_that_is_slow_costs_no_more_than_the_limit(serve: Serve) -> None:
    async def slow(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b"<p>")
        await asyncio.Event().wait()
        return response

    base = await serve(a=slow)
    with pytest.raises(WebError, match=r"within 0\.3 seconds"):
        await fetch(f"{base}/a", reach=replace(OURS, seconds=0.3))


async def test_a_server_that_is_not_there_or_talks_nonsense() -> None:
    async def babble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(b"220 mail.example ESMTP\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(babble, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        with pytest.raises(WebError, match="makes no sense"):
            await fetch(f"http://127.0.0.1:{port}/", reach=OURS)
    with pytest.raises(WebError, match="cannot be reached"):
        await fetch(f"http://127.0.0.1:{port}/", reach=OURS)


async def test_a_certificate_that_proves_nothing_is_refused(serve: Serve, certificate: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    base = await serve(tls=context, a=page)
    with pytest.raises(WebError, match="certificate"):
        await fetch(f"{base}/a", reach=OURS)
    trusting = ssl.create_default_context(cafile=str(certificate))
    fetched = await fetch(f"{base}/a", reach=replace(OURS, tls=trusting))
    assert isinstance(fetched, Fetched)


async def test_from_https_no_redirect_leads_to_http(serve: Serve, certificate: Path) -> None:
    plain = await serve(a=page)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    base = await serve(tls=context, a=redirect(f"{plain}/a"))
    with pytest.raises(WebError, match="not encrypted"):
        await fetch(f"{base}/a", reach=replace(OURS, tls=ssl.create_default_context(cafile=str(certificate))))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("https://a.example", True), (" HTTP://a", True), ("ftp://a/b", True), ("a.txt", False), ("c:/a", False)],
)
def test_what_is_an_address_and_what_a_file(text: str, wanted: bool) -> None:
    assert is_address(text) is wanted


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a certificate of this machine that nobody signed but itself, with its key."""
    now = datetime.datetime.now(datetime.UTC)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = tmp_path_factory.mktemp("tls") / "certificate.pem"
    path.write_bytes(made.public_bytes(Encoding.PEM) + private)
    return path
