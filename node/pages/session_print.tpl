{{view struct session_print_view "node/pages/session.h"}}
<div class="head noprint"><div><p class="crumbs"><a href="{{href v.back}}">{{v.title}}</a></p><h1>{{v.what}}</h1><p class="muted">{{t "Imprima o guarde como PDF con Ctrl + P"}}</p></div><div class="row"><a class="btn" href="{{href v.odt}}">{{icon "file-down"}}{{t "Descargar .odt"}}</a><a class="btn" href="{{href v.back}}">{{icon "arrow-left"}}{{t "Volver a la sesión"}}</a></div></div>
<article class="paper"><header><p class="small muted">{{v.mesa}}</p><h2>{{v.what}} · {{v.title}}</h2><p class="small">{{v.when}}{{if v.place}} · {{v.place}}{{end}}</p></header>
{{if v.call}}<p>{{t "Se convoca a las instituciones integrantes de la mesa a la sesión que se celebrará en la fecha y el lugar indicados, conforme al orden del día siguiente."}}</p>{{if v.url}}<p class="wrap">{{t "Enlace de la videoconferencia"}}: {{v.url}}</p>{{end}}{{end}}
{{if v.agenda}}<section><h3>{{t "Orden del día"}}</h3><ol class="plain">{{each x in v.items}}{{if !x.fresh}}<li>{{x.title}}{{if x.presenter}} <span class="muted">({{x.presenter}})</span>{{end}}</li>{{end}}{{else}}<li>{{t "Por definir"}}</li>{{end}}</ol></section>
{{if v.open_n}}<section><h3>{{t "Seguimiento de acuerdos"}}</h3><div class="scroll" tabindex="0" role="region" aria-label="{{t "Tabla: seguimiento de acuerdos"}}"><table><thead><tr><th scope="col">{{t "Folio"}}</th><th scope="col">{{t "Acuerdo"}}</th><th scope="col">{{t "Responsable"}}</th><th scope="col">{{t "Fecha límite"}}</th></tr></thead><tbody>
{{each x in v.open}}<tr><td class="num">{{x.folio}}</td><td>{{x.text}}</td><td>{{x.who}}</td><td>{{if x.has_due}}{{day x.due}}{{else}}{{t "Permanente"}}{{end}}</td></tr>{{end}}
</tbody></table></div></section>{{end}}{{end}}
{{if v.list}}<div class="scroll" tabindex="0" role="region" aria-label="{{t "Lista de asistencia"}}"><table class="tosign"><thead><tr><th scope="col" class="n">{{t "N.º"}}</th><th scope="col">{{t "Institución"}}</th><th scope="col">{{t "Persona"}}</th><th scope="col">{{t "Cargo"}}</th><th scope="col">{{t "Firma"}}</th></tr></thead><tbody>
{{each s in v.seats}}<tr><td class="n">{{s.no}}</td><td>{{s.name}}</td><td>{{s.person}}</td><td>{{s.position}}</td><td class="w"></td></tr>{{end}}
</tbody></table></div>{{end}}
{{if !v.list}}<div class="sign"><div>{{v.chair}}<br>{{t "Preside"}}</div><div>{{v.secretary}}<br>{{t "Secretaría técnica"}}</div></div>{{end}}
<p class="small muted">{{v.folio}}</p></article>
