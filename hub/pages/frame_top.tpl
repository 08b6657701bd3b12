{{view struct frame_view "hub/pages/frame.h"}}
<!DOCTYPE html>
<html lang="{{v.lang}}" data-app="hub">
<head>
	<meta charset="UTF-8">
	<meta name="viewport" content="width=device-width, initial-scale=1">
	<meta name="color-scheme" content="light dark">
	<title>{{v.title}} · Mesas</title>
	<link rel="stylesheet" href="{{asset "mesas.css"}}">
	<link rel="icon" href="{{asset "icon.svg"}}" type="image/svg+xml">
</head>
<body>
<a class="skip" href="#contenido">{{t "Saltar al contenido"}}</a>
{{use shell_side v.side}}
<div class="main">
{{if v.fresh}}
<div class="bar" role="region" aria-label="{{t "Frescura de los datos"}}">
	<span class="pill {{if v.all_fresh}}ok{{else}}warn{{end}}">{{if v.all_fresh}}{{icon "cloud-check"}}{{else}}{{icon "cloud-off"}}{{end}}{{v.fresh}}</span>
</div>
{{end}}
<main id="contenido" tabindex="-1">
{{if v.said}}<p class="note {{if v.said_bad}}bad{{else}}ok{{end}}" role="status">{{if v.said_bad}}{{icon "circle-alert" "lg"}}{{else}}{{icon "circle-check" "lg"}}{{end}}<span>{{v.said}}</span></p>{{end}}
{{if v.fault}}<p class="note bad" role="alert">{{icon "circle-alert" "lg"}}<span>{{v.fault}}</span></p>{{end}}
