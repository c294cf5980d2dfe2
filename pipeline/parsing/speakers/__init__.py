"""Who speaks: the forms of labels, the convention of a document, its turns and exchanges."""
