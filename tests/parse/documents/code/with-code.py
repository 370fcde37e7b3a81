# https://example.org/comment
API = "https://example.org/caf\u00e9"
os.system('curl https://example.org/curl')
