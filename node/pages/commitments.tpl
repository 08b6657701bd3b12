{{view struct commitments_view "node/pages/commitments.h"}}
<div class="head"><div><h1>{{t "Compromisos"}}</h1><p class="muted">{{t "Lo que México comprometió ante el MIRPS y el Foro Mundial sobre los Refugiados, y lo que las mesas hacen por ello. El catálogo lo lleva el nivel federal."}}</p></div></div>
<section class="card flush" aria-label="{{t "Compromisos"}}"><div class="scroll" tabindex="0" role="region" aria-label="{{t "Tabla de compromisos"}}"><table><thead><tr><th scope="col">{{t "Referencia"}}</th><th scope="col">{{t "Compromiso"}}</th><th scope="col">{{t "Eje"}}</th><th scope="col">{{t "Estado oficial"}}</th><th scope="col" class="n">{{t "Vínculos"}}</th></tr></thead><tbody>
{{each r in v.rows}}
<tr><th scope="row"><a href="/compromisos/{{url r.id}}">{{r.reference}}</a><br><span class="small muted">{{r.framework}}</span></th><td>{{r.text}}</td><td>{{if r.axis}}{{r.axis}}{{else}}—{{end}}</td><td>{{if r.status}}<span class="pill info">{{r.status}}</span>{{else}}—{{end}}</td><td class="n">{{num r.links}}</td></tr>
{{else}}
<tr><td>{{t "Todavía no hay ninguno: llegarán del nivel federal al sincronizar."}}</td></tr>
{{end}}
</tbody></table></div></section>
