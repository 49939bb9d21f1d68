"""The store of documents and chats, and what is put into it."""
