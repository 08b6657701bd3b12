{{view struct mark "node/pages/marks.h"}}
{{if v.text}}<span class="pill {{v.mood}}">{{icon v.icon}}{{v.text}}</span>{{end}}
