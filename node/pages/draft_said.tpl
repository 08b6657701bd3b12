{{view struct draft_said_view "node/pages/draft.h"}}
{{if v.fate == DRAFT_KEPT}}{{icon "check"}} {{t "Borrador guardado"}} · {{time v.at}}
{{elif v.fate == DRAFT_LOCKED}}{{icon "lock"}} {{t "La sesión está en pausa. Lo que escribió está guardado."}} <a href="/cuenta/entrar">{{t "Escribir la contraseña para seguir"}}</a>
{{elif v.fate == DRAFT_OUT}}{{icon "circle-alert"}} {{t "Nadie ha entrado y esto no se está guardando. Entre en otra pestaña y siga aquí:"}} <a href="/cuenta/entrar" target="_blank" rel="noopener">{{t "Entrar"}}</a>
{{elif v.fate == DRAFT_NOT}}{{icon "circle-alert"}} {{t "No se pudo guardar el borrador. Guarde lo que escribió antes de cerrar."}}
{{else}}{{icon "circle-alert"}} {{t "Es demasiado largo para un borrador. Guárdelo antes de seguir."}}
{{end}}
