import { sankey, sankeyLinkHorizontal, type SankeyLink, type SankeyNode } from 'd3-sankey'

export type FlowNode = { id: string; label: string; text: string; tone?: 'leaf' | 'berry' | 'grain' | 'stone' }
export type FlowLink = { from: string; to: string; value: number }

type Link = SankeyLink<FlowNode, { tone: string }>
type Node = SankeyNode<FlowNode, { tone: string }>

const width = 360
const nodeWidth = 10

/**
 * How money or goods divide, drawn as a flow from left to right. Always put a `Table` with the same figures beside it.
 * `title` names the drawing, `description` says its content in one sentence. Links of 0 are left out.
 */
export function Flow({ title, description, nodes, links }: { title: string; description: string; nodes: FlowNode[]; links: FlowLink[] }) {
  const shown = links.filter(({ value }) => value > 0)
  const height = 48 + 44 * Math.max(2, new Set(shown.map(({ to }) => to)).size)
  const graph = layout(nodes, shown, height)
  const path = sankeyLinkHorizontal<FlowNode, { tone: string }>()
  return (
    <svg class="flow" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${title}: ${description}`}>
      {graph.links.map((link) => (
        <path class={`band ${link.tone}`} d={path(link) ?? ''} stroke-width={Math.max(1, link.width ?? 0).toFixed(1)} />
      ))}
      {graph.nodes.map((node) => (
        <FlowMark node={node} />
      ))}
    </svg>
  )
}

function layout(nodes: FlowNode[], links: FlowLink[], height: number): { nodes: Node[]; links: Link[] } {
  const used = new Set(links.flatMap(({ from, to }) => [from, to]))
  const tones = new Map(nodes.map(({ id, tone = 'leaf' }) => [id, tone]))
  return sankey<FlowNode, { tone: string }>()
    .nodeId(({ id }) => id)
    .nodeSort(null)
    .nodeWidth(nodeWidth)
    .nodePadding(30)
    .extent([
      [1, 14],
      [width - 118, height - 14],
    ])({
    nodes: nodes.filter(({ id }) => used.has(id)).map((node) => structuredClone(node)),
    links: links.map(({ from, to, value }) => ({ source: from, target: to, value, tone: tones.get(to)! })),
  })
}

function FlowMark({ node }: { node: Node }) {
  const { x0 = 0, x1 = 0, y0 = 0, y1 = 0, label, text, tone = 'leaf' } = node
  const middle = (y0 + y1) / 2
  return (
    <g>
      <rect class={`node ${tone}`} x={x0.toFixed(1)} y={y0.toFixed(1)} width={nodeWidth} height={Math.max(1, y1 - y0).toFixed(1)} rx="2" />
      <text x={(x1 + 6).toFixed(1)} y={(middle - 2).toFixed(1)}>
        {label}
      </text>
      <text class="amount" x={(x1 + 6).toFixed(1)} y={(middle + 13).toFixed(1)}>
        {text}
      </text>
    </g>
  )
}
