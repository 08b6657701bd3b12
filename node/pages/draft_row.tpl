{{view struct draft_row "node/pages/draft.h"}}
<a class="btn sm" href="/borrador/{{url v.serial}}">{{icon "pencil"}}{{t "Continuar"}}<span class="vh"> {{v.title}}, {{time v.at}}</span></a>
<form method="post" action="/borrador/descartar">{{csrf}}<input type="hidden" name="serie" value="{{v.serial}}"><button class="btn sm" type="submit">{{t "Descartar"}}<span class="vh"> {{v.title}}, {{time v.at}}</span></button></form>
