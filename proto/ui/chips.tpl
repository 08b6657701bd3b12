{{view struct chips "proto/ui/chips.h"}}
<nav aria-label="{{v.label}}"><ul class="chips">
{{each c in v.v}}<li><a href="{{href c.href}}"{{if c.on}} aria-current="true"{{end}}>{{if c.icon}}<span class="{{c.mood}}">{{icon c.icon}}</span>{{end}}{{c.text}} <span class="num">({{num c.n}})</span></a></li>{{end}}
</ul></nav>
