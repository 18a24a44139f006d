const LINES = 11;

/** The emblem's two rivers again, as the terraces of a mountain town. Drawn, so that no picture has to be found. */
export function RiverLines() {
  return (
    <svg class="rivers" viewBox="0 0 360 250" width="360" height="250" aria-hidden="true" focusable="false">
      {Array.from({ length: LINES }, (_, index) => (
        <path
          key={index}
          class={index === 4 ? 'river-main' : undefined}
          d={`M4 ${8 + index * 16}c${76 - index * 3} ${-8 + index} 148 ${10 + index * 2} 176 ${62 - index * 1.5}c28 ${-52 + index * 1.5} 100 ${-70 + index * 3.5} 176 ${-62 + index * 1.5}`}
        />
      ))}
    </svg>
  );
}
