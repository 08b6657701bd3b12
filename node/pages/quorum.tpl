{{view struct session_quorum "node/pages/session.h"}}
<div id="quorum" class="row" role="status">
{{each c in v.rows}}
<span class="pill {{if c.enough}}ok{{else}}warn{{end}}">{{if c.enough}}{{icon "circle-check"}}{{else}}{{icon "circle-alert"}}{{end}}{{if c.mesa}}{{c.mesa}}: {{end}}{{if c.members}}{{if c.enough}}{{t "Hay quórum: %s de %s con voto" c.present c.members}}{{else}}{{t "Aún sin quórum: %s de %s con voto, se requieren %s" c.present c.members c.needed}}{{end}}{{else}}{{t "Nadie tiene voto en esa fecha"}}{{end}}</span>
{{end}}
</div>
