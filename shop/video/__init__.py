"""Video: fragmented MP4 taken apart into segments, playlists, storage, RTMP. Knows no shop."""
