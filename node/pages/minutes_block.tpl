{{view struct minutes_block "node/pages/minutes.h"}}
{{if v.head}}<h3>{{v.text}}</h3>
{{elif v.table}}<div class="scroll" tabindex="0" role="region" aria-label="{{t "Tabla: %s" v.label}}"><table{{if v.folios}} class="folios"{{end}}><thead><tr>{{each c in v.top.cells}}<th scope="col">{{c}}</th>{{end}}</tr></thead><tbody>
{{each r in v.rows}}<tr>{{each c in r.cells}}<td>{{c}}</td>{{end}}</tr>{{else}}<tr><td colspan="{{v.top.cells_n}}">{{t "Ninguno."}}</td></tr>{{end}}
</tbody></table></div>
{{else}}<p>{{lines v.text}}</p>{{end}}
