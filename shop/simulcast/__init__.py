"""A session shown elsewhere too: targets its picture is sent to, and comments that are brought from there."""
