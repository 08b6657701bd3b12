{{view struct draft_view "node/pages/draft.h"}}
<div class="draft">
<input type="hidden" name="borrador" value="{{v.serial}}"><input type="hidden" name="borrador-de" value="{{v.action}}"><input type="hidden" name="borrador-en" value="{{v.page}}"><input type="hidden" name="borrador-titulo" value="{{v.title}}">
<span class="small muted" role="status" hx-post="/borrador" hx-sync="queue last" hx-trigger="input from:'closest form' delay:700ms, change from:'closest form' delay:700ms" hx-encoding="application/x-www-form-urlencoded" hx-swap="innerHTML" hx-nonce="{{nonce}}"></span>
<noscript><button class="btn sm" type="submit" formaction="/borrador" formenctype="application/x-www-form-urlencoded" formnovalidate>{{icon "save"}}{{t "Guardar borrador"}}</button></noscript>
</div>
