"""What an element says of itself: a module an aspect, a pair and the context in, a change or nothing out."""
