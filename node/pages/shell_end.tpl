{{view struct shell_view "node/pages/shell.h"}}
</main>
<footer class="foot">{{t "Funciona sin internet: todo lo que ve se sirve desde esta computadora."}}</footer>
</div>
</body>
</html>
