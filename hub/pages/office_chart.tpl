{{view struct offices_chart "hub/pages/offices.h"}}
{{if v.path}}<svg class="spark" viewBox="0 0 112 18" width="112" height="18" aria-hidden="true"><path d="{{v.path}}"/></svg><span class="small">{{num v.total}}</span>{{else}}<span class="muted">{{t "nada"}}</span>{{end}}
