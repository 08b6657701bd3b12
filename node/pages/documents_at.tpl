{{view struct documents_at_view "node/pages/documents.h"}}
<section class="card" aria-labelledby="h-docs"><header><h2 id="h-docs">{{t "Documentos"}}</h2>{{if v.more}}<a class="btn sm" href="/documentos?de={{url v.record}}">{{icon "upload"}}{{t "Agregar documento"}}</a>{{end}}</header>
<ul class="list">
{{each d in v.rows}}{{use document_row d}}{{else}}<li>{{icon "info"}}<div>{{t "No tiene documentos."}}</div><span></span></li>{{end}}
</ul></section>
