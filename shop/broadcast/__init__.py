"""A session's picture: stream keys, takes of the camera, what goes out live, captions."""
