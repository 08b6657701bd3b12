{{view struct shell_view "node/pages/shell.h"}}
<!DOCTYPE html>
<html lang="{{v.lang}}" data-app="nodo">
<head>
	<meta charset="UTF-8">
	<meta name="viewport" content="width=device-width, initial-scale=1">
	<meta name="color-scheme" content="light dark">
	<meta name="htmx-config" content='{"includeIndicatorCSS":false}'>
	<title>{{v.title}} · Mesas</title>
	<link rel="stylesheet" href="{{asset "mesas.css"}}">
	<link rel="icon" href="{{asset "icon.svg"}}" type="image/svg+xml">
	<script src="{{asset "htmx.min.js"}}" nonce="{{nonce}}" defer></script>
	<script src="{{asset "hx-csp.min.js"}}" nonce="{{nonce}}" defer></script>
</head>
<body>
<a class="skip" href="#contenido">{{t "Saltar al contenido"}}</a>
{{use shell_side v.side}}
<div class="main">
{{if v.strip}}
<div class="bar" role="region" aria-label="{{t "Búsqueda y estado de los envíos"}}">
<form class="search" role="search" action="/buscar" method="get"><label class="vh" for="busca">{{t "Buscar"}}</label><input id="busca" name="q" type="search" value="{{v.q}}" maxlength="200" placeholder="{{t "Buscar acuerdo, brecha, institución o folio"}}"><button class="btn sm" type="submit">{{icon "search"}}<span class="vh">{{t "Buscar"}}</span></button></form>
	<a class="pill {{if v.strip_ok}}ok{{else}}warn{{end}}" href="/sincronizacion">{{icon v.strip_icon}}{{v.strip_text}}</a>
</div>
{{end}}
<main id="contenido" tabindex="-1">
{{if v.said}}<p class="note {{if v.said_bad}}bad{{else}}ok{{end}}" role="status">{{if v.said_bad}}{{icon "circle-alert" "lg"}}{{else}}{{icon "circle-check" "lg"}}{{end}}<span>{{v.said}}</span></p>{{end}}
{{if v.kept}}<p class="note" role="status">{{icon "pencil" "lg"}}<span>{{t "Este es su borrador, tal como lo dejó. Todavía no está guardado como registro: revíselo y guárdelo."}}</span></p>{{end}}
{{each d in v.drafts}}<div class="note">{{icon "history" "lg"}}<div class="row"><span>{{t "Aquí dejó algo sin terminar."}} <span class="small muted">{{time d.at}}</span></span>{{use draft_row d}}</div></div>{{end}}
{{if v.fault}}<p class="note bad" role="alert">{{icon "circle-alert" "lg"}}<span>{{v.fault}}</span></p>{{end}}
{{if v.asks}}{{use pii v.pii}}{{end}}
