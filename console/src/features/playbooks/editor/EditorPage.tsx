import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { ReactFlowProvider } from '@xyflow/react'
import { useState } from 'react'
import { Loaded } from '@/shared/ui/states'
import { draftQuery, formsQuery } from './api'
import { Editor } from './Editor'

export const EditorPage = () => {
  const { draftId } = useParams({ from: '/in/playbook-drafts/$draftId' })
  const forms = useQuery(formsQuery())
  const draft = useQuery(draftQuery(draftId))
  const [turn, setTurn] = useState(0)
  const again = () => void draft.refetch().then(() => setTurn((before) => before + 1))
  return (
    <Loaded query={forms}>
      {(known) => (
        <Loaded query={draft}>
          {(found) => (
            <ReactFlowProvider>
              <Editor key={`${draftId} ${turn}`} forms={known} draft={found} onReload={again} />
            </ReactFlowProvider>
          )}
        </Loaded>
      )}
    </Loaded>
  )
}
