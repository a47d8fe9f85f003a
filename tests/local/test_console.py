import os

from shop.local.console import Console


def test_lines_nobody_reads_are_dropped_and_counted():
    reader, writer = os.pipe()
    console = Console(writer)

    for _ in range(5000):
        console.write("web", "x" * 60)
    os.read(reader, 1 << 20)
    console.write("web", "the reader is back")

    text = os.read(reader, 1 << 20).decode()
    os.close(reader)
    console.write("web", "and gone for good")
    os.close(writer)
    assert "lines were not read and are lost" in text
    assert text.endswith("web      | the reader is back\n")
