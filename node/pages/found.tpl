{{view struct search_row "node/pages/search.h"}}
<li>{{icon "file-text" "lg"}}<div><div class="t"><a href="{{href v.href}}">{{v.name}}</a></div>{{if v.parts_n}}<div class="small muted">{{each x in v.parts}}{{if x.found}}<mark>{{x.text}}</mark>{{else}}{{x.text}}{{end}}{{end}}</div>{{end}}</div><span></span></li>
