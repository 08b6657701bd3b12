{{view struct theme_mark "node/pages/marks.h"}}
<span class="{{v.code}}">{{icon v.icon}}</span> <span class="small">{{v.text}}</span>
