"""The verdict on a file: judged by its content in a process apart, and the copy people read."""
