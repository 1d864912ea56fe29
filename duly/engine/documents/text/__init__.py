"""The text of a document cut up: lines, sections, segments, sentences, defined terms, and what stands around a spot."""
