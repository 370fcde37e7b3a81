# -*- coding: koi8-r -*-
# Смотри https://example.org/страница
