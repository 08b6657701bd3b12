{{view struct frame_view "hub/pages/frame.h"}}
</main>
<footer class="foot">{{t "Cifras al %s." v.today}} {{t "Mapa: MapSVG / Victor Cazanave, CC BY 4.0, simplificado. Todo lo que ve se sirve desde este equipo."}}</footer>
</div>
</body>
</html>
