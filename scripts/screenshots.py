"""Pictures of every page type at two widths in two palettes. Run by scripts/screenshots."""

from __future__ import annotations

import os
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory

from guide import pages
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs/images"
PAGES = {
    "home": "", "policy": "policies/parking-rules/", "policy-repealed": "policies/parking-rules-2019/",
    "interpretation": "interpretations/parking-rules-release/", "interpretations": "interpretations/", "faq": "faq/parking/", "faqs": "faq/",
    "topic-one-thing": "topics/open-parking-lot/", "topic-one-class": "topics/parking-fees/", "topics": "topics/", "library": "library/",
    "agencies": "agencies/", "catalogue": "catalogue/", "consultation": "consultations/parking-rules-draft/",
    "consultations": "consultations/", "about": "about/", "404": "404.html",
}
WIDTHS = (1440, 390)
PALETTES = ("light", "dark")
LONGEST = 3000
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def picture(browser: Browser, address: str, width: int, palette: str, file: Path, *, height: int | None = None) -> None:
    tab = browser.new_page(viewport={"width": width, "height": height or 900}, color_scheme=palette)  # type: ignore[arg-type]
    tab.goto(address)
    tab.wait_for_load_state("networkidle")
    if height is None:
        tall = tab.evaluate("document.documentElement.offsetHeight")
        tab.set_viewport_size({"width": width, "height": min(tall, LONGEST)})
    tab.screenshot(path=file)
    tab.close()
    print(file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file)


def serve(folder: Path) -> str:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


def readme(browser: Browser) -> None:
    base = serve(ROOT / "site")
    picture(browser, base + PAGES["policy"], 1280, "light", IMAGES / "policy.png", height=900)
    picture(browser, base + PAGES["topic-one-thing"], 390, "dark", IMAGES / "topic-phone.png", height=844)


def guide(browser: Browser) -> None:
    with TemporaryDirectory() as name:
        base = serve(Path(name))
        for shown, address in pages(Path(name)):
            picture(browser, base + address, 390, "light", IMAGES / f"guide-{shown}.png", height=None if address.endswith(".html") else 700)


def every(browser: Browser, folder: Path) -> None:
    base = serve(ROOT / "site")
    folder.mkdir(parents=True, exist_ok=True)
    for name, address in PAGES.items():
        for width in WIDTHS:
            for palette in PALETTES:
                picture(browser, base + address, width, palette, folder / f"{name}-{width}-{palette}.png")


def main(arguments: list[str]) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["POLICY_CHROMIUM"], args=FLAGS)
        match arguments:
            case ["--readme"]:
                readme(browser)
            case ["--guide"]:
                guide(browser)
            case _:
                every(browser, Path(arguments[0] if arguments else "screenshots").absolute())


if __name__ == "__main__":
    main(sys.argv[1:])
