/**
 * A checkpoint made by code that is not ours: github.com/transparency-dev/formats v0.1.1 and golang.org/x/mod v0.42.0,
 * with an Ed25519 signature, an ML-DSA-44 one and an Ed25519 cosignature. The keys were made for it and thrown away.
 */
export const foreignCheckpoint = {
  note:
    'go.example/log\n' +
    '70001\n' +
    '/Ftm3xL/MGp/q3h2nQB/FUlCNii3gMEAITn8AFSVE70=\n' +
    '\n' +
    '\u2014 go.example/log i3CiS9OAvwnZESicukYqFRurTP4YJTHt0WqZww0CWdRePIRZGYV3QMZjc5BW96QDJRCEtFsWtVIKe5haO3o' +
    'F9GBl0wQ=\n' +
    '\u2014 go.example/log Z+s9OwAAAABrBTuH96qaT/Bx6zAcpBuQkBbJw/sNz2/1crZdk1O/q3emiE9+vg5yX5TP1a8vWk6CglwTyh9' +
    'HGL8MYMEtsH8wwcrEf2qMB7p5R6zRGbgD3BbO40ecFANmUdKCJmkWK1vUI2Z4Dsr437Iv1kiElYgmRlF/DOjCmXIYR01sCqHFOcx' +
    'jSUGJZazbUUr7Y0qOpfyX2w9G1e/8XzH/MR/HV/zx/XD5QEhS5H/LHbQ7aV+qM82DRE4+A1arhnOSi5edoOE3XPCSYyLc0+nvYuJ' +
    'gBn7eMsrapRYCyt1PeSqckmqKnZ8a4MS7x9rJIzJGnLxqa2HEohWF7SmXOUp1dZAfc0z4MXBcVg//l3Yebkf128kpqPW0sNBOXYF' +
    'nQyCD1aY3d6zK+XHLvelJ9kI+f6g+rXyBSgKd2nuvM8ecFeNzuEE9pzpOxzrdlDwKCpx5sBCYn0GozSYIuLRETvYlMi/usJ/Bys0' +
    'YeZic4aXd88rTDOPVharVqajUU7FM0aFMoWAi2CE1Y3a2nMTOaFC0jXq9iMzt6CDmr8G6+eY6pPxRv2MIw4nOUXmDiuhacnWPi3g' +
    'LsxUNBNWXyKgXewWnMLmkKSDg0gNOEUNDxl0AZA2bckXpHFMJXK8umh/jp4odFsKRD/FM1KHIrha1EhMD+d8pux+gfAKFlCo188N' +
    'T6Sx0j3WEI0C2P+OP6bo3zlkaVvZCqNBM/Yu8SqZA1iNiSZpOpPHijHyTXfEZL3jMiC5+ZCgZsm0Ox3RJMXB3kqv5kyXGJglTNEQ' +
    '5ffU8UxyU175+nvlwYt//hhBABqh/LMPMbGZnHssnvSh4n9gfoApLhXXrLQ81LXH4YePRq7aHIlW0HnKpZxHaht9qlgHVi++L0KK' +
    '8jL2/c2H8JEYPcJVq/QpqpkkW5RkyQjq/Kfpim8ey3SfqYzUUpAcj5R++4pkg7g2phFxpV9Nd3Awkq1W6kTlf7Su+d08NJ87Ogr9' +
    '65Uv8BkYWjxrPS2V4D9wNeOqymNPPiSsv8A87gWAhX4mnKdXXFZlqJ3tD9KZ23G+ImIdCj/mPJ/Sa1y+pWtnkbn3TTd8NmuZN4Se' +
    'E31j9iT5kGOlzuzMGl6VxYN/Q96GP1VtazHEgK7YryZ6jAPiroa+TjwfexbACzfQ1svkPgWZQomVCP754/cMC7H6oFGp/bwCcfJO' +
    '5s3V/cYzazjnGXx3kRZrB+Oz4m9Ca0DdT7f4kPMuCUsY7LNIvAvHV4AQSSPqZDGbPECbwPMoACPI6ljxWNlqROtscsxfItj3wWmm' +
    'UTyOamsCM79yO8bn6co6fb7Gd24sn+nT7CKnTT9VHTRarKjuu6wnU+fD/wmTifNT7ThQs90aRUHPayCGF5nRp3cmwMkv2efmdivI' +
    'enL1zUF18+8j5CvEc9SQCEjhl1NftnYT/SWRu/tE5d75I1A4HfiC1wa2S4JFhek09fI6nhtM1VctmnA+ww7Ec4D250OiFrhUeNhB' +
    'SZc7rEMU7dizQ1+PgDbFJRxNjl/ygzQTeXCXZfIufCw9Y/+jx8OEAV7hAUDPHE3Zuob83guLKza9SrzXinEnJ7r9b5763xLb2YHu' +
    '8tjFnSyFVTW8ZRQRBc+O5h+GbOK6SVG+5BpLMzqRNSDFEdkUjwWDjw/At+CdBCqwudvKXxto5yAAOjqfJae4p3i0s4fd+sfLmq14' +
    'bfeuWC7jl87xyRT0ZS2hDI8fiQAV8L7SLb+UG8QwOYFR5g2mG867IQb8G2ALHMjkiMn2tBrcVeIDXHtv42tOfHZOLtn7Buc0U901' +
    'TvAnluTR5znLSILhWemZkjP9kbTGm0fcvM8sudTJ+UF5hJTyL2jAxXoA3ohiuGtqfPCwiHOaaUXo+0AfayBYBhIhZ+2b36LMIIVK' +
    'uIilaxuzC/l3yAO+pdWZxhYnO5+ONC8wCiSM+f/rvseo/KuqnmHVSrtwJybXF0JmzamgYPO/m05McWGExGdci9GW/7xZZiho2CTT' +
    'H0btwZbUzrPS1nnapoRUC59X5n9GxNjF3ZZwEWcX5ctAFab65Bz6TyRyy/Jz7FZ7tHxq22ll740MPtqItNcBwBp5UfnCC86015x6' +
    'U4isAjUCjA92xDwbiwsEN+G2DF1PdgJQSPkdTEf2uDxf139cBId47FsmiMMm5+osDuWmMRdXroNJ8U9Ufb9g19X/hp2elBEhx4ro' +
    'KLOwI6oMj7lxztzmnLvz0+M7Gj5iGbluPciD1cveYEfWnjlTnVAGwQeYyaffi5VaQbgVh0+lEDWb8fZOf4qz7NnYyrkLEIQUD0Gx' +
    'bRbSiY4yCeFg7R5bHYcenzF4Pgqe0t22qdDbeCwtWh552wiVc5DHJRivYW5EG2ZO4iivdq6yTpHo29mYoWx03JQMMJ1zuPGRWpIU' +
    'lKlY3pH/peOdy9Z9y1NpCqaInCELGF7Zun0Or2LYQ0vZFpgltIarfbZnoZjsZy82rmKY+pYYSps31yD7tCGL2SQJ4JS9aqPo10T/' +
    'X8HZgDXNuu2t1m9M6e8KOiTDzqxnIubVgsV3ywYbGjTDzofpVVFicGjoeSEmzRGfR5DMkbFHZ4gKV47bhzHxwG7PoeFr1O7OKoOS' +
    'kV6rIIlX34p7tWfW61/N4OMHCblzhstn4YVe0I4te5tPMt1tOi7+u+ADoGgejWDnGcGIDsHQSIpYtV6HeH+pangx4EbwVFlLlGco' +
    'XWt2RGz2x052Q2dol/+84s0iJ1cnn3dIoFFF8gMA9HHtZgeyC9IEa/ltXSs7DQdtSegyrzZr5zIkXqqNWVct/s3jmFQOoIVk9b65' +
    'Shynx3AGVaAYm/7DJ2v8obC3FUYThROvk/zDBLnIc7z3J9SakW1d7PKZmcEU0DczQv5B6i9cOdA3Dz23up4yXODXjO16LfmIP8qV' +
    'CU4tWd8n7Z8yC+Pzx0Uapa6FQobSQtJWdjyS5N1mmDyv4Q5HtseeTTIJf9+cHPdKFruAqS8z67B4P2Af7hmUku4gEX4MgF3N7TYw' +
    'E6XmIPXJXAD3hQHtNhoU2BqwDoiNQDBKmR/Ooaqs9h6MHozWudHog/XklZVlXAIbrxNUEdbADEmS/uJtYaMsp+3URm39gXyRp/hG' +
    'Wfk7Sct1BE4rhA79Hh5gob/7RnKzwTv7J/4GBR143cgW/2/cBGB4jKS87QVRca25vfX+WqNXh5eYCBhIUMTRYZ4idu8vY3uDuAAU' +
    'HDjZLTltibXB6iKT2+QITN0hPb4iJipCWoqS4vd4AAAAAAAAAAAAAABUlNUU=\n' +
    '\u2014 go.example/witness PTc/5wAAAABrBTuHkp4gqkrWt/WKEW3Y/8tcFPf1eTY4hcP0q6jMW9wWXHuhJlg4nag4wSPZCm3Xcpk' +
    'riizGGjk/ZHO3ZQ59LTLACA==\n',
  keys: [
    'go.example/log+8b70a24b+AbjghOsjeQuSJMdIU0/Z0lF6GixtT5biUJgm9bhpIAK3',
    'go.example/log+67eb3d3b+BlDXgapCe72URLSIXuXfPvCD5WL4FlUWPkV57Si+76ICS914zOXpc9DrHOFfbzTbtEoXiM5cXuML' +
      'KYqC2cS1cO7p5E/KsvdFMy8ymoHyvttXNBoXAoJafh7P5woj363z/DGDkSI6pfG0b9fdwYTm7wTM5M9Bz3ihZrShTDqxzdMRhZuD' +
      'yYttly49Kj2FGZbDVLrmVdfU43Sn9UKA57Q/YrA4p+8xdOKB3itGqwJzzZ76wtAboLRjz/aZAcNsxzf33NvvTpOZNmDIvgThCjjx' +
      'JEHxcklckHTyx5vdGyx8yUJBa3Rwxp16awWyR1fHrYTh9da8yQvXIXUAHMMnkxqRpNNawLoIwsH/lUESsdOniY4Ic1ehrU0S63a7' +
      '5MVby+JdIhSPeMnE6BXJeyx3ArMa29kgIjoPcW/a26TK562zjUeLzdZRZl2ilI29hwdCAWmUS1i5XXLJ8aDSoBnefIUFlaNOvpPe' +
      '2Z/HI7qTGoZ6EaCAe5B/xOlxTJAznrSSUkEK0B4q5bPhJHEQQsFiSvBcoJivFAG2Jzpe/uHhV+O+eqnKC/miT+5AS0/p9OQaZ07M' +
      '1H4GmQYXx+HXPbH0g6yKRGHJk7WIBolHumdv3TzoKrqo0rKbha5vTSiki4Di6ouFvAsIzi9eO8WGpKV6faqKd+NGxMj6xN49DKxX' +
      'XNcxJmarWGre2ndY/zsQbUF7EaXkvLQ3iHkCng4486iUGZlmeEPyKdP/BR19cysl1y0RLG507dDXBUM8vg4nXMWfRuiEtjOEVNRM' +
      'gcASA1Ga5Or2cF8E6cQDXx5i5PTC5d3U9XMcIl2UJHuFaCtVo1BoQOh/Ntbg3vlX3x/nEy3pafczkiNSFWF1e8FzMjRWEN3rKu9w' +
      'hgHXkJGqoqTFtbPAoFqu1UEzijkZJff3SKQH8lvesVJz891zZtFfT4nTCw7ulNQEtrF4khiBrtzpDgIBlh7DV0b3SvRkHAIC9wHb' +
      'kImYGB4KtQ0TLHo9knkmnQ/j/qz48ABdgOOqWY9sxK4BmTDAyeJnudReuJbc7rDI39wgvttxemBv4rzAurX/ZNipAjsMJ6f+mHLJ' +
      'Z0ycij3mcvtYI/9j54b4f+J3kUCR8psvrjmTueq7LGSeyxemNRM+4awR4PMYnpoQK50W5WNcSMLsFCqxiLMFavBGk0OjKqpGkVzZ' +
      'pQ/f39rVm2AjDxclhkVuhT74FT6ZEoejTHSxTmYaoCgA1u4pdNuvTyuG/5zroDT1nL5LLjejC7Co3NRkIwRTG4Ytf4Te0IZyQNy2' +
      'kLjknfjR9T5SN5T+7eRscSwgYei1ZKV/fXdtWuqCyx6W0t3o2O5oz0azDgzYbvEa71uGI1ZdfpWVIpHqurWlMAzmBWSI0oMaHEi3' +
      'c2OgKxg+GNsSqHpM8ixc4mOSztJ2XMrhU4K4VQfOv2h5arTWGXS4BEzHmCrhXr4YdKpUvC4zG7yGBbWzE6k/+LiYa/ExqqhrRPGY' +
      'XpD4O+kzHlc67nBvPB7TV7xxXIcMU21hwo5OP/aG79HmyCZuSWD8+8gMK9JKWIznRzIiWDuyKknydKJlogYypZSvn7+43pc0hcmh' +
      'eWcZRri0l9xFPHysyivF3/jHOgxjK9EPca6XYTjCX0VKOzjWIrbooDbKD2WHRrDLivYio9NzVckyzCTH2RNI4+gZMNmG6MO3iBs+' +
      'OkDF2sW8eMVxqktnLBVdWSuoLCbVmXlRKPwNVxYwta5nSVPaYR/pmOce0gUYys4AiaVhSxr9UXU=',
    'go.example/witness+3d373fe7+BAO9rzYm7W8IY2vBswjYpDL4gAGgdmX/9GscKimzrVBe',
  ],
  size: 70_001,
  times: [1_795_505_031, 1_795_505_031],
} as const;
