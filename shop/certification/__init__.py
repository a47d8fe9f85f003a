"""The register: what was certified, by whom, since when and until when."""
