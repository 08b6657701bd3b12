{{view struct shell_side "proto/ui/shell.h"}}
<header class="side"><div class="in">
	<a class="logo" href="/"><img src="{{asset "icon.svg"}}" alt="" width="37" height="37"><span>Mesas <small>{{if v.under}}{{v.under}}{{else}}{{t "Refugio y protección complementaria"}}{{end}}</small></span></a>
	{{if v.nav_n}}
	<input class="vh" type="checkbox" id="menu"><label for="menu">{{icon "menu"}}{{t "Menú"}}</label>
	<nav aria-label="{{t "Principal"}}"><ul>
	{{each i in v.nav}}
		<li><a href="{{href i.path}}"{{if i.current}} aria-current="page"{{end}}>{{icon i.icon}}{{i.text}}{{if i.count}}<span class="count"><span aria-hidden="true">{{num i.count}}</span><span class="vh">({{i.count_text}})</span></span>{{end}}</a></li>
	{{end}}
	</ul></nav>
	{{end}}
	<div class="who">
	{{if v.entered}}
		<span>{{v.name}} · {{v.role}}</span>
		<form method="post" action="/cuenta/salir">{{csrf}}<button class="link" type="submit">{{icon "log-out"}}{{t "Salir"}}</button></form>
	{{end}}
	{{if v.english}}
		<form method="post" action="/idioma">{{csrf}}<input type="hidden" name="a" value="{{v.here}}"><button class="link" type="submit" name="idioma" value="es" lang="es">Español</button></form>
	{{else}}
		<form method="post" action="/idioma">{{csrf}}<input type="hidden" name="a" value="{{v.here}}"><button class="link" type="submit" name="idioma" value="en" lang="en">English</button></form>
	{{end}}
	</div>
</div></header>
