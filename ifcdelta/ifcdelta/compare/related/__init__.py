"""What an element is related to: a module an aspect, a pair and the context in, a change or nothing out."""
