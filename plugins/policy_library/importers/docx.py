ENDINGS = (".docx",)
def read(data): raise NotImplementedError
