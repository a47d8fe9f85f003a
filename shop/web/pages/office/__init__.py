"""The programme office: /van-phong."""
