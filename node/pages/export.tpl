{{view struct export_view "node/pages/export.h"}}
<div class="head"><div><h1>{{t "Exportar"}}</h1><p class="muted">{{t "Archivos para Excel, Word y su calendario. Cada exportación queda anotada."}}</p></div>
<a class="btn" href="/importar">{{icon "file-up"}}{{t "Importar"}}</a></div>
<div class="grid">
<section class="card c8 flush" aria-labelledby="h-li"><header><h2 id="h-li">{{t "Listas"}}</h2></header><div class="scroll" tabindex="0" role="region" aria-label="{{t "Tabla: listas"}}"><table><thead><tr><th scope="col">{{t "Lista"}}</th><th scope="col" class="n">{{t "Registros"}}</th><th scope="col">{{t "Archivo"}}</th></tr></thead><tbody>
{{each r in v.lists}}
<tr><th scope="row">{{r.label}}</th><td class="n">{{num r.count}}</td><td><div class="row"><a class="btn sm" href="{{href r.xlsx}}">{{icon "file-down"}}Excel<span class="vh"> · {{r.label}}</span></a><a class="btn sm" href="{{href r.csv}}">{{icon "file-down"}}CSV<span class="vh"> · {{r.label}}</span></a></div></td></tr>
{{end}}
</tbody></table></div></section>
<section class="card c4 stack" aria-labelledby="h-ca"><h2 id="h-ca">{{t "Calendario"}}</h2>
{{if v.mine}}
<p>{{t "Sesiones como eventos y acuerdos como tareas con su fecha límite. Al abrirlo de nuevo, lo que cambió se actualiza."}}</p>
<div class="row"><a class="btn" href="/calendario.ics">{{icon "calendar-days"}}{{t "Todo"}}</a><a class="btn" href="/calendario/sesiones.ics">{{t "Solo sesiones"}}</a><a class="btn" href="/calendario/acuerdos.ics">{{t "Solo acuerdos"}}</a></div>
{{else}}
<p>{{t "Aquí estará el calendario cuando esta oficina tenga una mesa."}}</p>
{{end}}
<p class="small muted">{{t "La convocatoria, la lista para firmar y la minuta de cada sesión se descargan desde la sesión."}}</p></section>
</div>
