"""RTMP as OBS and phone apps speak it: one publisher's H.264 and AAC in, fragmented MP4 out. Knows no shop."""
